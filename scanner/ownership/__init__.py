"""Stage 6: evidence → verdict. Two questions asked apart: is it used by the UI? is it offered to systems?"""
