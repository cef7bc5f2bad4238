using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Grib.Values;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Values;

/// <summary>
/// How an action gets at the numbers of a message, whether they lie in memory or in a GRIB message. Missing values
/// follow multio's convention: <c>bitmapPresent</c> true and <c>missingValue</c> in the metadata; a GRIB message says it itself.
/// </summary>
public static class MessageValues
{
    /// <summary>Stands for missing values in fields decoded from GRIB: the largest single-precision number, as in multio's mask.</summary>
    public const double DecodedMissing = float.MaxValue;

    private static readonly OwnKey BitmapPresent = new("bitmapPresent");
    private static readonly OwnKey MissingValue = new("missingValue");

    // The same two by the names of multio's second generation.
    private static readonly OwnKey MiscBitmapPresent = new("misc-bitmapPresent");
    private static readonly OwnKey MiscMissingValue = new("misc-missingValue");

    /// <summary>How many numbers there are, and in which precision they will be read; nothing is decoded.</summary>
    public static bool TryShape(Message message, out int points, out Precision precision, out Failure? failure)
    {
        (points, precision, failure) = (0, Precision.Double, null);
        switch (message.Payload)
        {
            case FieldPayload field:
                (points, precision) = (field.Count, field.Precision);
                break;
            case GribPayload grib:
                try
                {
                    points = GribValues.Count(grib.Memory, grib.Sections);
                }
                catch (EcCodesException exception)
                {
                    failure = Undecodable(exception);
                }

                break;
            default:
                failure = NoValues(message.Payload);
                break;
        }

        return failure is null;
    }

    /// <summary>The numbers of a message, decoded into pooled memory where they have to be.</summary>
    /// <param name="values">Dispose them, whatever becomes of the message.</param>
    public static bool TryRead(Message message, out FieldValues values, out Failure? failure)
    {
        failure = null;
        switch (message.Payload)
        {
            case FieldPayload field:
                field.Add();
                values = new FieldValues(field, MissingOf(message.Metadata));
                return true;
            case GribPayload grib:
                return TryDecode(grib, out values, out failure);
            default:
                values = default;
                failure = NoValues(message.Payload);
                return false;
        }
    }

    /// <summary>
    /// Makes the message hold values that its owner may change: those it has when nobody shares them, else a copy, or
    /// what a GRIB message decodes to. The metadata then tell what stands for a missing value.
    /// </summary>
    public static bool TryMakeWritable(Message message, out FieldPayload? field, out double? missing, out Failure? failure)
    {
        field = null;
        missing = null;
        if (message.Payload is FieldPayload { IsShared: false } own)
        {
            (field, missing, failure) = (own, MissingOf(message.Metadata), null);
            return true;
        }

        if (!TryRead(message, out var values, out failure))
            return false;
        missing = values.Missing;
        if (message.Payload is FieldPayload)
        {
            field = values.Field.Clone();
            values.Dispose();
        }
        else
        {
            field = values.Field;
            message.Metadata = WithMissing(message.Metadata, missing);
        }

        message.ReplacePayload(field);
        return true;
    }

    /// <summary>The metadata with what stands for a missing value.</summary>
    public static Metadata WithMissing(Metadata metadata, double? missing) => missing is { } value
        ? metadata.Change().Set(BitmapPresent.Key, true).Set(MissingValue.Key, value).Build()
        : metadata.With(BitmapPresent.Key, false);

    /// <summary>What stands for a missing value by the metadata; null when nothing does. Both keys are needed.</summary>
    public static double? MissingOf(Metadata metadata)
    {
        if (!(BitmapPresent.TryGet(metadata, out var present) || MiscBitmapPresent.TryGet(metadata, out present)) || !IsTrue(present))
            return null;
        return (MissingValue.TryGet(metadata, out var value) || MiscMissingValue.TryGet(metadata, out value)) && value.TryGetNumber(out var number) ? number : null;
    }

    // ecCodes gives its flags as numbers.
    private static bool IsTrue(MetadataValue value) => value.TryGetBool(out var flag) ? flag : value.TryGetInt64(out var number) && number != 0;

    internal static bool TryDecode(GribPayload grib, out FieldValues values, out Failure? failure)
    {
        values = default;
        failure = null;
        FieldPayload? field = null;
        try
        {
            var count = GribValues.Count(grib.Memory, grib.Sections);
            field = FieldPayload.Rent(Precision.Double, count);
            var decoded = GribValues.Decode(grib.Memory, grib.Sections, DecodedMissing, field.Doubles);
            if (decoded != count)
            {
                field.Release();
                failure = Failure.Permanent($"the GRIB message decodes to {decoded} values where its grid has {count} points", "the message is damaged; take it from its origin again");
                return false;
            }

            values = new FieldValues(field, grib.MayMiss ? DecodedMissing : null);
            return true;
        }
        catch (EcCodesException exception)
        {
            field?.Release();
            failure = Undecodable(exception);
            return false;
        }
    }

    private static Failure Undecodable(EcCodesException exception) => Failure.Permanent(
        $"the values of the GRIB message cannot be decoded: {exception.Message}", "the message is damaged, or its packing is not supported by the installed ecCodes", exception);

    private static Failure NoValues(Payload payload) => Failure.Permanent(
        $"the message carries {Describe(payload)}, not values of a field", "put the action behind a source of fields, such as 'grib' or 'generate'");

    private static string Describe(Payload payload) => payload switch
    {
        BytesPayload => "bytes",
        FilePayload => "the name of a file",
        _ => payload.Bytes == 0 ? "nothing" : "something else",
    };
}
