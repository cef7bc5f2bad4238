using Windrow.Core.IO;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;

namespace Windrow.Maps.Pantries;

/// <summary>
/// The folder that inputs are kept in, a file for each input and instant under the names of arkimaps 1.43. A file appears
/// whole and durable, or not at all; it is there after a crash, and for another process. For one thread and one writer.
/// </summary>
/// <remarks>
/// Files become durable in groups, and are available from then on. A group may become so on another thread (<see cref="Seal"/>,
/// <see cref="PantryGroup.MakeDurable"/>, <see cref="Take"/>) while more is put, or at once: <see cref="Commit"/>.
/// </remarks>
internal sealed class PantryFolder(string folder, IFileSystem files, MapDefinitions definitions, AvailableInputs available)
{
    private const string Draft = ".part";

    private readonly List<PendingInput> _pending = [];
    private readonly HashSet<string> _drafts = new(StringComparer.Ordinal);

    /// <summary>Takes up what an earlier run, or another process, has left.</summary>
    /// <returns>Files that are of no input that is defined, in the order of their names; they stay.</returns>
    /// <exception cref="IOException">The folder cannot be made or read.</exception>
    public IReadOnlyList<string> TakeUp()
    {
        files.CreateDirectory(folder);
        var unknown = new List<string>();
        foreach (var entry in files.List(folder))
        {
            var file = Path.GetFileName(entry.Path);
            if (file.StartsWith('.') && file.EndsWith(Draft, StringComparison.Ordinal))
                files.Delete(entry.Path); // of a run that did not come to its end
            else if (PantryName.TryParse(file, out var name) && DefinitionOf(name.Value) is { } definition && entry.Length > 0)
                available.Add(name.Value.Instant, new InputFile(definition, entry.Path, entry.Modified.Ticks));
            else
                unknown.Add(file);
        }

        return unknown;
    }

    /// <summary>Writes an input at an instant. One that is there already stays as it is.</summary>
    /// <param name="content">Whole GRIB messages one behind the other.</param>
    /// <param name="header">That of the first one, where it is known.</param>
    /// <returns>False: it is there already.</returns>
    /// <exception cref="IOException">It could not be written; nothing has changed.</exception>
    public bool Put(InputDefinition definition, Instant instant, ReadOnlySpan<byte> content, FieldHeader? header = null) =>
        !available.FilesOf(definition).ContainsKey(instant) && Write(definition, instant, content, header);

    /// <summary>Writes an input at an instant, in place of one that is there.</summary>
    /// <inheritdoc cref="Put"/>
    public void Replace(InputDefinition definition, Instant instant, ReadOnlySpan<byte> content) => Write(definition, instant, content, null);

    /// <summary>Where an input at an instant is, or would be.</summary>
    public string PathOf(InputDefinition definition, Instant instant) => Path.Combine(folder, NameOf(definition, instant));

    private static string NameOf(InputDefinition definition, Instant instant) => new PantryName(definition.Model, definition.Name, instant).ToString();

    private bool Write(InputDefinition definition, Instant instant, ReadOnlySpan<byte> content, FieldHeader? header)
    {
        var name = NameOf(definition, instant);
        var path = Path.Combine(folder, name);
        if (!_drafts.Add(name))
            return false;
        var draft = Path.Combine(folder, $".{name}{Draft}");
        IWritableFile? file = null;
        try
        {
            file = files.OpenWrite(draft);
            file.Write(content);
        }
        catch
        {
            file?.Dispose();
            _drafts.Remove(name);
            throw;
        }

        _pending.Add(new PendingInput(definition, instant, header, file, draft, path));
        return true;
    }

    /// <summary>Makes durable what was put since the last group.</summary>
    /// <inheritdoc cref="Take"/>
    public IReadOnlyList<(InputDefinition Definition, Instant Instant, Arrival Arrival)> Commit()
    {
        var group = Seal();
        group.MakeDurable();
        return Take(group);
    }

    /// <summary>Makes a group of what was put since the last one.</summary>
    public PantryGroup Seal()
    {
        var group = new PantryGroup(folder, files, [.. _pending]);
        _pending.Clear();
        return group;
    }

    /// <summary>Makes available what has become durable.</summary>
    /// <returns>The inputs that are available now, or are so from a better definition, in the order in which they were put.</returns>
    /// <exception cref="IOException">It could not be made durable; all of it, and what was put since, is as if it had not come.</exception>
    public IReadOnlyList<(InputDefinition Definition, Instant Instant, Arrival Arrival)> Take(PantryGroup group)
    {
        try
        {
            group.ThrowIfFailed();
        }
        catch
        {
            // What was put since may have been taken for a repetition of what is lost.
            foreach (var each in group.Inputs.Concat(_pending))
                PutAside(each);
            _pending.Clear();
            _drafts.Clear();
            throw;
        }

        foreach (var each in group.Inputs)
            _drafts.Remove(Path.GetFileName(each.Path));
        return [.. group.Inputs.Select(each => (each.Definition, each.Instant, available.Add(
            each.Instant, new InputFile(each.Definition, each.Path, files.Find(each.Path)?.Modified.Ticks ?? 0) { Header = each.Header })))];
    }

    private void PutAside(PendingInput pending)
    {
        pending.File.Dispose();
        // What was there before is not removed with it, or is whole in any case.
        var isNew = !available.FilesOf(pending.Definition).ContainsKey(pending.Instant);
        foreach (var path in isNew ? [pending.Draft, pending.Path] : new[] { pending.Draft })
        {
            try
            {
                if (files.Find(path) is not null)
                    files.Delete(path);
            }
            catch (IOException)
            {
                // A draft is removed by the next run; a file under its name is whole.
            }
        }
    }

    private InputDefinition? DefinitionOf(PantryName name) => definitions.Input(name.Input).FirstOrDefault(definition => definition.Model == name.Model);
}
