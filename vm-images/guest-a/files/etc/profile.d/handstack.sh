# Tells the page which line was run and how it ended, as escape sequences that no terminal shows (vm-images/PROTOCOL.md).
# Without starting any process: each costs an emulated machine a tenth of a second.
if [ -n "$BASH_VERSION" ] && [ -n "$PS1" ]; then
  __handstack_end() {
    local status=$? cwd=${PWD//\\/\\\\}
    cwd=${cwd//$'\n'/\\n}
    local names=("${!OS_@}")
    if ((${#names[@]})); then
      printf '\e]777;vars;'
      declare -p "${names[@]}"
      printf '\a'
    fi
    printf '\e]777;done;%s;%s;%s;' "$status" "$USER" "${cwd//[[:cntrl:]]/}"
    HISTTIMEFORMAT= history 1
    printf '\a'
  }
  PS0='\e]777;start\a'
  PROMPT_COMMAND=__handstack_end
fi
