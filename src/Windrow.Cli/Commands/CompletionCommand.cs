using System.CommandLine;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow completion SHELL</c>: scripts that ask the program itself what may come next, so that they never grow old.</summary>
internal static class CompletionCommand
{
    // Options where a word begins with a dash; else commands and values, and where there are none, files.
    private const string Bash = """
        # windrow completion bash > /etc/bash_completion.d/windrow, or in ~/.bashrc: eval "$(windrow completion bash)"
        _windrow() {
            local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]} kind='^[a-z0-9]'
            [[ $word != -* ]] || kind='^-[-a-z]'
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null | grep "$kind")" -- "$word"))
        }
        complete -o default -F _windrow windrow
        """;

    private const string Zsh = """
        #compdef windrow
        # windrow completion zsh > "${fpath[1]}/_windrow", or in ~/.zshrc behind compinit: eval "$(windrow completion zsh)"
        _windrow() {
            local -a answers
            answers=(${(f)"$(${words[1]} "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)"})
            if [[ ${words[CURRENT]} == -* ]]; then
                compadd -- ${(M)answers:#-[-a-z]*}
            elif (( ${#${(M)answers:#[a-z0-9]*}} )); then
                compadd -- ${(M)answers:#[a-z0-9]*}
            else
                _files
            fi
        }
        if [[ ${funcstack[1]} == _windrow ]]; then
            _windrow "$@"
        else
            compdef _windrow windrow
        fi
        """;

    private const string Fish = """
        # windrow completion fish > ~/.config/fish/completions/windrow.fish
        function __windrow_answers
            set -l line (commandline -cp)
            set -l program (commandline -op)[1]
            set -l kind '^[a-z0-9]'
            string match -q -- '-*' (commandline -ct); and set kind '^-[-a-z]'
            $program "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string match -r -- "$kind.*"
        end
        complete -c windrow -a '(__windrow_answers)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "The shell." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a script that has a shell complete windrow's commands and options.") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCode.Ok;
        });
        return command;
    }
}
