# Tells the page which line was run and how it ended, as escape sequences that no terminal shows (vm-images/PROTOCOL.md).
if [ -n "$BASH_VERSION" ] && [ -n "$PS1" ]; then
  __handstack_end() {
    local status=$? line
    line=$(HISTTIMEFORMAT= history 1)
    [[ $line =~ ^\ *[0-9]+\*?\ \ ?(.*)$ ]] && line=${BASH_REMATCH[1]}
    local cwd=${PWD//\\/\\\\}
    line=${line//\\/\\\\} line=${line//$'\n'/\\n} cwd=${cwd//$'\n'/\\n}
    printf '\e]777;end;%s;%s;%s;%s\a' "$status" "$USER" "${cwd//[[:cntrl:]]/}" "${line//[[:cntrl:]]/}"
  }
  PS0='\e]777;start\a'
  PROMPT_COMMAND=__handstack_end
fi
