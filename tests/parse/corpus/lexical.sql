# Comments, white space, and what begins with no word.

== neither
; SELECT 1
123
'abc'
