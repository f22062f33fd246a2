#!/usr/bin/env bash
# Get the XML schemas of ECMA-376 (free for everybody by section 9.4 of Ecma's bylaws) into .tools/ooxml-xsds.
# Debian's source package of Apache POI holds them; the machine's own apt sources are asked for it.
set -euo pipefail
cd "$(dirname "$0")/.."
target=.tools/ooxml-xsds
[ -e "$target/wml.xsd" ] && exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/sources"
chmod -R a+rwX "$work"
for file in /etc/apt/sources.list.d/debian.sources; do
  [ -e "$file" ] && sed 's/^Types:.*/Types: deb-src/' "$file" > "$work/sources/debian.sources"
done
[ -s /etc/apt/sources.list ] && sed -n 's/^deb /deb-src /p' /etc/apt/sources.list > "$work/sources/debian.list"
options=(-qq -o "Dir::Etc::sourcelist=/dev/null" -o "Dir::Etc::sourceparts=$work/sources" -o "Dir::State::lists=$work/lists")
apt-get "${options[@]}" update 2>/dev/null
(cd "$work" && apt-get "${options[@]}" source --download-only libapache-poi-java >/dev/null 2>&1)
mkdir -p "$target"
tar xf "$work"/libapache-poi-java_*.orig.tar.* -C "$target" --strip-components=2 --wildcards '*/ooxml-xsds/*.xsd'
echo "ECMA-376：$(ls "$target" | wc -l) 个结构定义文件"
