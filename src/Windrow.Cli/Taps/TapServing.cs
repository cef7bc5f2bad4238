using System.Net.Sockets;
using System.Text.Json;
using Windrow.Cli.Control;
using Windrow.Core;
using Windrow.Core.Flows;

namespace Windrow.Cli.Taps;

/// <summary>Serves a client that taps an action, until it goes away or the flow ends.</summary>
internal static class TapServing
{
    public static async Task Serve(JsonElement request, FlowHost host, EngineServices services, NetworkStream client, CancellationToken stop)
    {
        var sample = request.TryGetProperty("sample", out var every) ? Math.Max(1, every.GetInt32()) : 1;
        var action = request.TryGetProperty("action", out var named) ? named.GetString() : null;
        var tap = new MessageTap(sample, services.Time);
        using var tapping = host.Tap(request.GetProperty("plan").GetString() ?? "", action, tap, out var problem);
        if (tapping is null)
        {
            await client.WriteAsync(ControlAnswer.Refusal(problem), stop).ConfigureAwait(false);
            return;
        }

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await client.WriteAsync(ControlAnswer.Done, gone.Token).ConfigureAwait(false);
        _ = LooksAway(client, gone);
        await foreach (var line in tap.Lines.ReadAllAsync(gone.Token).ConfigureAwait(false))
            await client.WriteAsync(line, gone.Token).ConfigureAwait(false);
    }

    // A client says nothing more; what can be read is that it has closed.
    private static async Task LooksAway(NetworkStream client, CancellationTokenSource gone)
    {
        try
        {
            _ = await client.ReadAsync(new byte[1], gone.Token).ConfigureAwait(false);
            await gone.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other way round: the flow has ended.
        }
    }
}
