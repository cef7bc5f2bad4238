using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Fields.Grib.Keys;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Grib;

/// <summary>The keys of a GRIB message whose payload is another now: its header, and what that does not tell of the packing.</summary>
internal sealed class GribTailFormat : TailFormat
{
    public static readonly GribTailFormat Instance = new();

    private const byte Unknown = 0;
    private const byte Integer = 1;
    private const byte Text = 2;

    public override string Name => "grib-header";

    public override void Write(ByteWriter writer, IMetadataTail tail)
    {
        var grib = (GribTail)tail.Detach();
        writer.Block(grib.Header.Span);
        var packing = grib.Packing();
        writer.Count(packing.Length);
        foreach (var answer in packing)
            Write(writer, answer);
    }

    public override IMetadataTail Read(ref ByteReader reader)
    {
        var header = reader.Block().ToArray();
        var packing = new GribAnswer[reader.Items()];
        for (var i = 0; i < packing.Length; i++)
            packing[i] = ReadAnswer(ref reader);
        return GribTail.TryOf(header, packing, out var tail, out var defect) ? tail : throw new CorruptDataException($"a GRIB header: {defect!.Reason}");
    }

    private static void Write(ByteWriter writer, in GribAnswer answer)
    {
        switch (answer.Type)
        {
            case EcCodesType.Long:
                writer.Byte(Integer);
                writer.Int64(answer.Long);
                break;
            case EcCodesType.String:
                writer.Byte(Text);
                writer.Text(answer.Text);
                break;
            default:
                writer.Byte(Unknown);
                break;
        }
    }

    private static GribAnswer ReadAnswer(ref ByteReader reader) => reader.Byte() switch
    {
        Integer => GribAnswer.Of(reader.Int64()),
        Text => GribAnswer.Of(reader.Text()),
        _ => GribAnswer.Failed(EcCodesStatus.NotFound),
    };
}
