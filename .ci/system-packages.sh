#!/usr/bin/env bash
# Installs what pip cannot bring: Python's venv, OpenGL without a display, a Chinese font, a voice.
# Further packages may be named as arguments.  Does nothing when all of them are there.
set -euo pipefail

packages=(python3-venv espeak-ng fontconfig fonts-noto-cjk libegl1 libgl1 libgl1-mesa-dri libgles2 libmtdev1 "$@")

command -v dpkg-query >/dev/null || { echo "不是 Debian 或 Ubuntu，请自己安装：${packages[*]}"; exit 0; }

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "请用管理员身份安装：apt-get install ${missing[*]}"; exit 1; }
    as_root=(sudo)
fi
echo "安装系统软件包：${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
