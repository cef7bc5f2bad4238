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
    public static InputKind Of(string input, EngineServices services)
    {
        var head = new byte[Octets];
        if (input == "-")
        {
            var stream = services.StandardInput();
            head = head[..stream.ReadAtLeast(head, Octets, throwOnEndOfStream: false)];
            return new InputKind(IsMetadata(head), services with { StandardInput = () => new PrefixedStream(head, stream) });
        }

        var path = services.Files.Find(input) is { IsDirectory: true } ? services.Files.List(input).FirstOrDefault(static file => file.Length > 0)?.Path : input;
        if (path is null || services.Files.Find(path) is null)
            return new InputKind(false, services); // whoever reads it tells
        using var file = services.Files.OpenRead(path);
        return new InputKind(IsMetadata(head.AsSpan(0, file.ReadAtLeast(head, Octets, throwOnEndOfStream: false))), services);
    }

    private static bool IsMetadata(ReadOnlySpan<byte> head) => head.SequenceEqual("MD"u8);
}
