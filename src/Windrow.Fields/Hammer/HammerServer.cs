using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Core.Flows;

namespace Windrow.Fields.Hammer;

/// <summary>A server of a hammer.</summary>
public sealed class HammerServer : IDisposable
{
    private readonly HammerCheck _check;
    private readonly EngineServices _services;
    private readonly FlowHost _host;

    /// <summary>Starts to listen.</summary>
    /// <param name="transport">Options of the transport source, as YAML without braces.</param>
    /// <param name="server">Which of the servers it is, from 0.</param>
    /// <param name="credit">Bytes that all clients together may have in memory; 0: the process has clients too, so memory is not looked at.</param>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    public HammerServer(HammerLoad load, string transport, int server, bool verify, long credit, EngineServices services)
    {
        _services = services with { DeadLetters = new DeadLetterList() };
        _check = new HammerCheck(load, server, verify, credit);
        _host = new FlowHost(HammerFlow.Server(transport, _check, _services), _services, once: true);
        _host.Start();
    }

    /// <summary>Serves until all clients have closed.</summary>
    public async Task<HammerTally> ToEnd()
    {
        await _host.SourcesEnded().ConfigureAwait(false);
        var finished = await _host.DrainAsync().ConfigureAwait(false);
        return _check.Tally(
            _services.DeadLetters.Count > 0 ? _services.DeadLetters.List()[0].Failure.ToString()
            : _host.LostSource ? "the transport could not be served; see the log"
            : finished ? null : "not everything was finished in time");
    }

    public void Dispose() => _host.Dispose();
}
