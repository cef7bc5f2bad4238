using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.Encode.Drafts;
using Windrow.Fields.Encode.Encoders;
using Windrow.Fields.Encode.Mapping;
using Windrow.Fields.Grib;
using Windrow.Fields.Grib.Framing;
using Windrow.Fields.Values;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Encode;

/// <summary>
/// Encodes fields as GRIB messages. Encoders stay warm between messages and each is used by one thread at a time, so
/// that several workers may encode side by side; what a message becomes does not depend on what came before it.
/// </summary>
internal sealed class EncodeAction : PlanAction, IDisposable
{
    private readonly EncodingOptions _options;
    private readonly bool _strict;
    private readonly EncodeRules _rules;
    private readonly EncoderPool _pool = new();
    private readonly ConcurrentBag<EncodeDraft> _drafts = [];

    /// <exception cref="IOException">The template cannot be read, or is not GRIB.</exception>
    public EncodeAction(EncodeOptions options, PlugInContext context)
    {
        _options = options.Encoding;
        _strict = context.StrictMultio;
        var template = _options is { Format: EncodeFormat.Grib, Template: { } path } ? ReadTemplate(context, path) : default;
        _rules = new EncodeRules(_options, template, _strict);
    }

    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        if (message.Kind != MessageKind.Field || _options.Format == EncodeFormat.Raw)
        {
            output.Emit(message);
            return;
        }

        if (!_drafts.TryTake(out var draft))
            draft = new EncodeDraft();
        try
        {
            if (TryEncode(message, draft) is { } failure)
                output.Fail(message, failure);
            else
                output.Emit(message);
        }
        catch (EcCodesException exception)
        {
            output.Fail(message, Failure.Permanent(exception.Message, "correct the metadata or the option that the key comes from, or give a 'template' that has the key", exception));
        }
        finally
        {
            _drafts.Add(draft);
        }
    }

    public override void Close() => Dispose();

    public void Dispose() => _pool.Dispose();

    private Failure? TryEncode(Message message, EncodeDraft draft)
    {
        if (!_rules.TryDraft(message.Metadata, PointsOf(message), draft, out var failure))
            return failure;
        if (message.Payload is GribPayload encoded && draft.Base == DraftBase.Header && _options.NamedGrid is null && !Repacks(message.Metadata, draft))
            return Change(message, encoded, draft);
        if (!TryRead(message, out var values, out failure))
            return failure;
        using (values)
        {
            using var packable = new PackableValues(values, draft.Offset);
            if (!packable.AreFinite())
                return Failure.Permanent("the field has values that are infinite or not a number", "mark them as missing: set 'missingValue' to that number and 'bitmapPresent: true'");
            var encoder = Rent(message, draft);
            try
            {
                encoder.Set(draft.Moving);
                encoder.SetValues(packable.Span, packable.Missing);
                failure = Replace(message, encoder.Message, isFresh: true);
            }
            catch
            {
                encoder.Dispose();
                throw;
            }

            _pool.Return(encoder);
            return failure;
        }
    }

    private bool TryRead(Message message, out FieldValues values, out Failure? failure)
    {
        if (message.Payload is not FieldPayload field)
            return MessageValues.TryRead(message, out values, out failure);
        field.Add();
        values = new FieldValues(field, _rules.MissingOf(message.Metadata));
        failure = null;
        return true;
    }

    private static int? PointsOf(Message message) => (message.Payload as FieldPayload)?.Count;

    private WarmEncoder Rent(Message message, EncodeDraft draft)
    {
        while (true)
        {
            draft.Finish();
            var identity = default(MessageId).With(draft.Identity);
            if (_pool.Rent(identity) is { } warm)
                return warm;
            try
            {
                if (WarmEncoder.Create(draft, identity, out var touching) is { } fresh)
                    return fresh;
                _rules.Learn(touching!);
            }
            catch (EcCodesException exception) when (IsInterval(draft, exception))
            {
                _rules.LearnInterval(draft.Settings[^1].Value);
            }

            if (!_rules.TryDraft(message.Metadata, PointsOf(message), draft, out var failure))
                throw new FailureException(failure!);
        }
    }

    /// <summary>The parameter, which is set last, has a statistical process, and the product has no place for one yet.</summary>
    private static bool IsInterval(EncodeDraft draft, EcCodesException exception) =>
        draft.Edition == 2 && exception is { Status: EcCodesStatus.NotFound, Key: "paramId" or "shortName" }
        && !draft.Settings.Exists(static setting => setting.Kind == SettingKind.Interval);

    private static bool Repacks(Metadata metadata, EncodeDraft draft) =>
        draft.IsPackingForced || draft.Offset != 0 || (metadata.Tail is GribTail tail && tail.BitsPerValue != draft.BitsPerValue);

    /// <summary>Sets keys on a message that is encoded already; its values stay packed as they are.</summary>
    private Failure? Change(Message message, GribPayload encoded, EncodeDraft draft)
    {
        if (draft.Settings.Count == 0 && draft.Moving.Present == 0)
            return null;
        using var handle = GribHandle.FromTemplate(encoded.Span);
        var changed = draft.Moving.Present != 0;
        foreach (var setting in draft.Settings)
            changed |= setting.Apply(handle);
        if (!changed)
            return null;
        draft.Moving.Apply(handle, default);
        return Replace(message, handle.Message, isFresh: false);
    }

    private Failure? Replace(Message message, ReadOnlySpan<byte> octets, bool isFresh)
    {
        if (!GribContent.TryCopy(octets, isFresh, out var payload, out var tail, out var defect))
            return Failure.Permanent($"what ecCodes made of the settings is no good GRIB message: {defect}", "the keys under 'overwrite' and in the metadata do not fit together");
        var metadata = _strict ? Metadata.Empty : message.Metadata.WithTail(tail);
        message.ReplacePayload(payload!);
        message.Metadata = metadata;
        return null;
    }

    private static byte[] ReadTemplate(PlugInContext context, string path)
    {
        var full = context.InputPath(path);
        using var stream = context.Services.Files.OpenRead(full);
        var reader = new GribStreamReader(stream);
        if (!reader.Read())
            throw new IOException($"{context.Where}: the template '{full}' holds no GRIB message.");
        var message = reader.Message.ToArray();
        return GribStructure.TryCheck(message, out _, out var defect)
            ? message
            : throw new IOException($"{context.Where}: the template '{full}' is damaged: {defect}.");
    }
}
