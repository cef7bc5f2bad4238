using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Fields.Statistics.Restart;

/// <summary>What is in the files of a restart, by the identity of the series.</summary>
internal sealed class RestartIndex
{
    private readonly Dictionary<MessageId, List<RestartPiece>> _pieces = [];
    private readonly EngineServices _services;

    private RestartIndex(EngineServices services) => _services = services;

    /// <summary>The pieces of a series; none when the restart does not have it.</summary>
    public IReadOnlyList<RestartPiece> Find(MessageId identity) => _pieces.TryGetValue(identity, out var pieces) ? pieces : [];

    /// <summary>How many series there are.</summary>
    public int Count => _pieces.Count;

    /// <summary>Reads the indices of all files of a restart.</summary>
    /// <param name="declaration">The options under which it must have been written.</param>
    public static RestartIndex? Read(EngineServices services, RestartFolder folder, string time, string declaration, out Failure? failure)
    {
        var index = new RestartIndex(services);
        foreach (var file in folder.Find(time, out failure))
        {
            try
            {
                foreach (var piece in ReadFile(services, file, out var before))
                {
                    if (before != declaration)
                    {
                        failure = Failure.Permanent($"the restart file '{file}' was written with other options: {before}; now they are: {declaration}", "give 'statistics' the options of the run that wrote it");
                        return null;
                    }

                    if (!index._pieces.TryGetValue(piece.Identity, out var pieces))
                        index._pieces.Add(piece.Identity, pieces = []);
                    pieces.Add(piece);
                }
            }
            catch (CorruptDataException exception)
            {
                failure = Damaged(file, exception);
                return null;
            }
            catch (FailureException exception)
            {
                failure = exception.Failure;
                return null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failure = Failure.Transient($"the restart file '{file}' cannot be read: {exception.Message}", null, exception);
                return null;
            }
        }

        return failure is null ? index : null;
    }

    /// <summary>The state of a piece, as it was written.</summary>
    /// <exception cref="CorruptDataException">It is not that.</exception>
    public byte[] ReadState(RestartPiece piece)
    {
        using var stream = _services.Files.OpenRead(piece.File);
        var state = Read(stream, piece.Offset, piece.Length);
        return default(MessageId).With(state) == piece.Check ? state : throw new CorruptDataException($"the checksum of '{piece.Name}' is wrong");
    }

    public static Failure Damaged(string file, CorruptDataException exception) =>
        Failure.Permanent($"the restart file '{file}' is damaged: {exception.What}", "restore it, or name an earlier restart under 'restart-time'", exception);

    private static List<RestartPiece> ReadFile(EngineServices services, string file, out string declaration)
    {
        using var stream = services.Files.OpenRead(file);
        var length = stream.Length;
        if (length < RestartFormat.Magic.Length + RestartFormat.TrailerLength)
            throw new CorruptDataException($"it has {length} bytes only");
        var magic = Read(stream, 0, RestartFormat.Magic.Length);
        if (!magic.AsSpan().SequenceEqual(RestartFormat.Magic))
        {
            throw magic.AsSpan(0, 7).SequenceEqual(RestartFormat.Magic[..7])
                ? new FailureException(Failure.Permanent(
                    $"the restart file '{file}' has version {magic[7]} of the format, this program reads version {RestartFormat.Magic[7]}", "go on with the program that wrote it, or name an earlier restart under 'restart-time'"))
                : new CorruptDataException("it is no restart file of statistics");
        }

        var end = length - RestartFormat.TrailerLength;
        var (offset, size, check) = RestartFormat.ReadTrailer(Read(stream, end, RestartFormat.TrailerLength));
        if (offset < 0 || size < 0 || size > int.MaxValue || offset != end - size)
            throw new CorruptDataException("its index is not where it should be");
        var index = Read(stream, offset, (int)size);
        return default(MessageId).With(index) == check ? RestartFormat.ReadIndex(index, file, offset, out declaration) : throw new CorruptDataException("the checksum of its index is wrong");
    }

    private static byte[] Read(Stream stream, long offset, int length)
    {
        var bytes = new byte[length];
        stream.Position = offset;
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException exception)
        {
            throw new CorruptDataException("it ends too early", exception);
        }

        return bytes;
    }
}
