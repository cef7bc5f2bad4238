using System.Text;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Flows.Testing;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Core.Sources.Compression;
using Windrow.Fields.Values;

namespace Windrow.FlowTesting.Running;

/// <summary>Makes the messages that a test gives, and hands them to a source.</summary>
/// <param name="directory">What the files of a test are relative to.</param>
internal sealed class MessageGiver(TestedFlow flow, EngineServices services, PlugInCatalog plugIns, string directory)
{
    /// <summary>What paths of the test and of its flow are relative to.</summary>
    public string Directory { get; } = directory;

    public Task Give(GivenMessage given, SourceContext context)
    {
        if (given.Step.Kind == TestStepKind.Read)
            return Read(given, context);
        var message = MessageOf(given);
        if (given.Step.Plan is not { } plan)
            return context.AcceptAsync(message, given).AsTask();
        context.AcceptFor(plan, message, given);
        return Task.CompletedTask;
    }

    /// <summary>The content that a step gives to a message or file; null: none.</summary>
    public byte[]? ContentOf(TestStep step) => step switch
    {
        { Text: { } text } => Encoding.UTF8.GetBytes(text),
        { Bytes: { } bytes } => bytes,
        { File: { } file } => ReadAll(file),
        _ => null,
    };

    private async Task Read(GivenMessage given, SourceContext context)
    {
        var (name, file) = (given.Step.ReadFile!, ReadAll(given.Step.ReadFile!));
        var head = new byte[64];
        int length;
        using (var stream = Decompression.Open(new MemoryStream(file)))
            length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false).ConfigureAwait(false);
        var reader = plugIns.Readers.FirstOrDefault(reader => reader.Recognises(Decompression.ContentName(name), head.AsSpan(0, length)))
            ?? throw new InvalidDataException($"'{name}' is of no format that is read: {string.Join(", ", plugIns.Readers.Select(static each => each.Name))}");
        await reader.ReadAsync(new ContentInput(name, Metadata.Empty, () => Decompression.Open(new MemoryStream(file)), given), context, CancellationToken.None).ConfigureAwait(false);
    }

    private Message MessageOf(GivenMessage given)
    {
        var step = given.Step;
        var metadata = step.Metadata is MappingNode map ? NodeValue.OfMapping(map) : Metadata.Empty;
        var origin = new Origin(given.Source, $"given/{given.Number}");
        if (ValuesOf(step, out var hasMissing) is { } values)
        {
            if (hasMissing)
                metadata = MessageValues.WithMissing(metadata, MessageValues.DecodedMissing);
            return new Message(step.MessageKind ?? MessageKind.Field, metadata, FieldPayload.Copy(values), origin);
        }

        var kind = step.MessageKind ?? MessageKind.Event;
        if (ContentOf(step) is not { } content)
            return new Message(kind, metadata, Payload.None, origin);
        return new Message(kind, metadata, kind == MessageKind.File ? FileOf(given, content) : new BytesPayload(content), origin);
    }

    // A message about a file carries its name, so there has to be one.
    private FilePayload FileOf(GivenMessage given, byte[] content)
    {
        var path = Path.Combine(flow.Directory, "given", $"{given.Number}", Path.GetFileName(given.Step.File ?? "content"));
        flow.Files.Appear(path, content);
        return new FilePayload(path, content.Length);
    }

    private static double[]? ValuesOf(TestStep step, out bool hasMissing)
    {
        hasMissing = false;
        if (step.Constant is { } constant)
        {
            var all = new double[step.Points];
            Array.Fill(all, constant);
            return all;
        }

        if (step.Values is not SequenceNode list)
            return null;
        hasMissing = list.Items.Any(static item => item is ScalarNode { IsNull: true });
        return [.. list.Items.Select(static item => ((ScalarNode)item).AsDouble ?? MessageValues.DecodedMissing)];
    }

    private byte[] ReadAll(string file)
    {
        using var stream = services.Files.OpenRead(Path.GetFullPath(file, Directory));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
