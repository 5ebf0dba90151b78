"""What a stretch of text is, whoever wrote it: tokens, numerals, periods, spelling, the words of the language."""
