using System.Diagnostics;

namespace Windrow.Testing.Servers;

/// <summary>
/// Has a broker evaluate Erlang, as <c>rabbitmqctl eval</c> does, by one process that stays: rabbitmqctl needs half a second of processor time for each question,
/// and tests ask again and again. Safe for several threads.
/// </summary>
internal sealed class RabbitShell : IAsyncDisposable
{
    private const string Loop = """
        Loop = fun Loop() ->
            case io:get_line("") of
                eof -> halt();
                Line ->
                    Answer = try
                        {ok, Tokens, _} = erl_scan:string(Line),
                        {ok, Expressions} = erl_parse:parse_exprs(Tokens),
                        {value, Value, _} = rpc:call(Node, erl_eval, exprs, [Expressions, []]),
                        io_lib:format("ok ~0tp", [Value])
                    catch _:Reason -> io_lib:format("error ~0tp", [Reason]) end,
                    io:format("~ts~n", [Answer]),
                    Loop()
            end
        end, Loop().
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Process _process;

    /// <param name="node">The broker's node.</param>
    /// <param name="environment">Where cookie and epmd are.</param>
    public RabbitShell(string node, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("erl") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { "-noshell", "-sname", $"asks-{node}", "-kernel", "inet_dist_use_interface", "{127,0,0,1}", "-eval", $"Node = '{node}', {Loop.ReplaceLineEndings(" ")}" })
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    /// <param name="expressions">Erlang, with a full stop at its end.</param>
    /// <returns>The last value, as Erlang writes it.</returns>
    /// <exception cref="InvalidOperationException">The broker is not there, or the expressions fail.</exception>
    public async Task<string> Ask(string expressions)
    {
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(expressions.ReplaceLineEndings(" "));
            await _process.StandardInput.FlushAsync();
            using var late = new CancellationTokenSource(Patience);
            var answer = await _process.StandardOutput.ReadLineAsync(late.Token);
            return answer is ['o', 'k', ' ', ..] ? answer[3..] : throw new InvalidOperationException($"{expressions}: {answer ?? "no answer"}");
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _turn.Dispose();
    }
}
