# Completion of arguments is loaded with the first Tab: it takes a second here, and memory in each shell.
if [ -n "$BASH_VERSION" ] && [ -n "$PS1" ] && [ -r /usr/share/bash-completion/bash_completion ]; then
  __completion_at_first_tab() {
    unset -f __completion_at_first_tab
    . /usr/share/bash-completion/bash_completion
    _completion_loader "$@"
  }
  complete -D -F __completion_at_first_tab
fi
