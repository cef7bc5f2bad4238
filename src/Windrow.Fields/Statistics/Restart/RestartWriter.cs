using System.Globalization;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Fields.Domains;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Statistics.Series;

namespace Windrow.Fields.Statistics.Restart;

/// <summary>Writes the open windows of a run to a restart file. For one thread at a time.</summary>
internal sealed class RestartWriter(RestartFolder folder, DomainMaps domains, string declaration, Func<Metadata, DateTime?> times)
{
    private readonly MetadataSlot _name = new("restartDateTime");
    private readonly SeriesPlaces _places = new(domains);
    private readonly ByteWriter _bytes = new();

    /// <summary>Writes the given series, if any of them has changed since it was written last.</summary>
    /// <returns>Null, or why nothing was written.</returns>
    public Failure? Write(Metadata flush, IReadOnlyList<KeyValuePair<SeriesKey, FieldSeries>> series)
    {
        if (!series.Any(static entry => entry.Value.IsRestartDue))
            return null;
        if (!TryName(flush, series, out var time, out var failure))
            return failure;
        var name = default(MessageId);
        foreach (var (key, entry) in series)
            name = name.Union(key.Identity(entry.Domain ?? "").With(System.Text.Encoding.UTF8.GetBytes(key.Client)).With((ulong)entry.Points));
        try
        {
            folder.Write(time, name.ToString(), file => Write(file, series));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failure.Transient($"the restart '{folder.PathOf(time)}' cannot be written: {exception.Message}", "see that 'restart-path' can be written and has room", exception);
        }

        foreach (var (_, entry) in series)
            entry.IsRestartDue = false;
        return null;
    }

    private void Write(IWritableFile file, IReadOnlyList<KeyValuePair<SeriesKey, FieldSeries>> series)
    {
        file.Write(RestartFormat.Magic);
        var pieces = new List<RestartPiece>(series.Count);
        foreach (var (key, entry) in series)
        {
            _bytes.Clear();
            lock (entry.Turn)
                entry.Save(_bytes);
            var (global, runs) = _places.Of(key, entry.Domain ?? "", entry.Points);
            pieces.Add(new RestartPiece(
                key.Identity(entry.Domain ?? ""), key.ToString(), key.Client, global, entry.Points, entry.Precision, runs, file.Length, _bytes.Length, default(MessageId).With(_bytes.Written)));
            file.Write(_bytes.Written);
        }

        var offset = file.Length;
        _bytes.Clear();
        RestartFormat.WriteIndex(_bytes, declaration, pieces);
        file.Write(_bytes.Written);
        file.Write(RestartFormat.Trailer(offset, _bytes.Length, default(MessageId).With(_bytes.Written)));
    }

    // As multio: what the flush names, else the time that it is for, else that of the latest field.
    private bool TryName(Metadata flush, IReadOnlyList<KeyValuePair<SeriesKey, FieldSeries>> series, out string time, out Failure? failure)
    {
        failure = null;
        time = "";
        if (_name.TryGet(flush, out var value))
        {
            time = value.ToString();
            if (!RestartFolder.IsTime(time))
                failure = Failure.Permanent($"'restartDateTime' of the flush is '{time}'", "write it as yyyymmdd-hhmmss: 20260131-120000");
            return failure is null;
        }

        var at = times(flush) ?? series.Max(static entry => entry.Value.LastTime);
        time = at.ToString(RestartFolder.TimeFormat, CultureInfo.InvariantCulture);
        return true;
    }
}
