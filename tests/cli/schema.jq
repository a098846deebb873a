# The part of JSON Schema that docs/*.schema.json use. Input: the document; $schema: the schema in an array.
# Prints one line per violation.
def kind: if type == "number" and . == floor then "integer" else type end;
def check($s; $at):
  . as $v
  | (if $s.type then
       ([$s.type] | flatten) as $types
       | if ($types | index($v | kind)) or (($v | type) as $t | $types | index($t)) then empty
         else "\($at): \($v | type), wanted \($types | join(" or "))" end
     else empty end),
    (if $s.enum and ($s.enum | index($v) | not) then "\($at): \($v) is not one of the values" else empty end),
    (if ($v | type) == "object" then
       (($s.required // [])[] | select(in($v) | not) | "\($at): \(.) is missing"),
       ($v | to_entries[] | .key as $k | .value
        | if ($s.properties // {})[$k] then check($s.properties[$k]; "\($at).\($k)")
          elif $s.additionalProperties == false then "\($at): \($k) is not in the schema"
          elif ($s.additionalProperties | type) == "object" then check($s.additionalProperties; "\($at).\($k)")
          else empty end)
     elif ($v | type) == "array" and $s.items then
       range($v | length) as $i | $v[$i] | check($s.items; "\($at)[\($i)]")
     else empty end);
check($schema[0]; "$")
