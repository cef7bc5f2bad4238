using Windrow.Core;

namespace Windrow.Cli.Commands.Maps;

/// <summary>
/// Whether an input is a stream of arkimet or plain GRIB, by its first octets. Each item of arkimet's stream is metadata, which begin with <c>MD</c>,
/// and behind it the data they are about (ARPA-SIMC/arkimet: arki/metadata).
/// </summary>
/// <param name="Services">Those with the input as it was before somebody looked.</param>
internal sealed record InputKind(bool IsArkimet, EngineServices Services)
{
    private const int Octets = 2;

    /// <param name="input">A file, a folder, of which the first file counts, or <c>-</c>.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped while nothing came.</exception>
    public static async Task<InputKind> Of(string input, EngineServices services, CancellationToken stop)
    {
        var head = new byte[Octets];
        if (input == "-")
        {
            var stream = services.StandardInput();
            head = head[..await stream.ReadAtLeastAsync(head, Octets, throwOnEndOfStream: false, stop).AsTask().WaitAsync(stop).ConfigureAwait(false)];
            return new InputKind(IsMetadata(head), services with { StandardInput = () => new PrefixedStream(head, stream) });
        }

        var path = services.Files.Find(input) is { IsDirectory: true } ? services.Files.List(input).FirstOrDefault(static file => file.Length > 0)?.Path : input;
        if (path is null)
            return new InputKind(false, services);
        var file = services.Files.OpenRead(path);
        await using var closing = file.ConfigureAwait(false);
        return new InputKind(IsMetadata(head.AsSpan(0, await file.ReadAtLeastAsync(head, Octets, throwOnEndOfStream: false, stop).ConfigureAwait(false))), services);
    }

    private static bool IsMetadata(ReadOnlySpan<byte> head) => head.SequenceEqual("MD"u8);
}
