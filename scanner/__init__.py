"""callside reads a web repository and says which side calls each endpoint. Importing this package runs nothing."""

VERSION = "0.1.0"
