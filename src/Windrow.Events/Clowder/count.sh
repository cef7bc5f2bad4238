# Lines and words of a file, as JSON.
set -- $(wc -lw < "$1")
echo "{\"lines\": $1, \"words\": $2}"
