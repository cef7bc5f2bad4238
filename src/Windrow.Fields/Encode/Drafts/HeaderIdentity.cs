using System.Buffers;
using System.Buffers.Binary;
using Windrow.Fields.Grib.Keys;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Encode.Drafts;

/// <summary>
/// Writes the octets of a header that an encoder is found by, and turns those that change from message to message into
/// moving values, so that one encoder serves all dates, steps, levels and members of a parameter.
/// </summary>
internal static class HeaderIdentity
{
    public static void Write(EncodeDraft draft, ArrayBufferWriter<byte> writer)
    {
        var header = draft.Octets.Span;
        var sections = draft.Sections;
        var end = sections.Edition == 2 ? sections.Bitmap : sections.Bitmap != 0 ? sections.Bitmap : sections.Data;
        var octets = writer.GetSpan(end)[..end];
        header[..end].CopyTo(octets);
        octets[4..16].Clear(); // the length, and of GRIB1 what is written again below
        if (sections.Edition == 2)
            Write2(draft, octets);
        else
            Write1(draft, header, octets);
        writer.Advance(end);
    }

    private static void Write2(EncodeDraft draft, Span<byte> octets)
    {
        octets[6] = draft.Octets.Span[6]; // discipline
        octets[7] = 2;
        // Reference value and scale factors of a header that has its values still.
        octets.Slice(draft.Sections.Representation + 11, 8).Clear();
        if (draft.TouchesAll)
            return;
        ref var moving = ref draft.Moving;
        var time = octets.Slice(draft.Sections.Identification + 12, 7);
        if (!IsTime(time))
            return;
        moving.Complete(MovingKey.DataDate, (BinaryPrimitives.ReadUInt16BigEndian(time) * 10000L) + (time[2] * 100) + time[3]);
        moving.Complete(MovingKey.DataTime, (time[4] * 100) + time[5]);
        moving.Complete(MovingKey.Second, time[6]);
        time.Clear();
        var product = octets[draft.Sections.Product..draft.Sections.Representation];
        if (!GribProductLayout.TryFind(BinaryPrimitives.ReadUInt16BigEndian(product[7..]), out var layout))
            return;
        WriteTime2(product, layout, draft.HasSeveralRanges, ref moving);
        var surfaces = product.Slice(layout.Surfaces, 12);
        if (!draft.TouchesLevel && (GribSignature.IsWholeHectopascal(surfaces, out _) || GribSignature.IsModelLevel(surfaces, out _)))
        {
            if (!moving.Has(MovingKey.Level))
                moving.Set(MovingKey.ScaledLevel, BinaryPrimitives.ReadUInt32BigEndian(surfaces[2..]));
            surfaces.Slice(2, 4).Clear();
        }

        if (layout.EnsembleLength == 3)
        {
            moving.Complete(MovingKey.Member, product[layout.Ensemble + 1]);
            product[layout.Ensemble + 1] = 0;
        }
    }

    private static void WriteTime2(Span<byte> product, in GribProductLayout layout, bool hasSeveralRanges, ref MovingValues moving)
    {
        var forecast = product.Slice(layout.TimeUnit + 1, 4);
        if (layout.Interval != 0)
        {
            var end = product.Slice(layout.Interval, 7);
            if (product[layout.Ranges] != 1)
                return;
            moving.Complete(MovingKey.EndYear, BinaryPrimitives.ReadUInt16BigEndian(end));
            for (var i = 0; i < 5; i++)
                moving.Complete(MovingKey.EndMonth + i, end[2 + i]);
            end.Clear();
            var length = product.Slice(layout.FirstRange + 3, 4);
            if (!hasSeveralRanges)
                moving.Complete(MovingKey.Length, BinaryPrimitives.ReadUInt32BigEndian(length));
            length.Clear();
        }

        if (forecast[0] < 0x80)
        {
            moving.Complete(MovingKey.ForecastTime, BinaryPrimitives.ReadUInt32BigEndian(forecast));
            forecast.Clear();
        }
    }

    private static void Write1(EncodeDraft draft, ReadOnlySpan<byte> header, Span<byte> octets)
    {
        header[8..16].CopyTo(octets[8..]);
        octets[15] &= unchecked((byte)~0x40); // whether there is a bitmap
        octets[7] = 1;
        if (draft.TouchesAll)
            return;
        ref var moving = ref draft.Moving;
        var product = octets.Slice(draft.Sections.Product, draft.Sections.Octets(header, draft.Sections.Product).Length);
        var time = product.Slice(GribSignature1.Year, 5);
        var century = product[GribSignature1.Century];
        if (century is 0 or > 99 || time[0] > 100 || time[1] is 0 or > 12 || time[2] is 0 or > 31 || time[3] > 23 || time[4] > 59)
            return;
        moving.Complete(MovingKey.DataDate, ((((century - 1) * 100) + time[0]) * 10000L) + (time[1] * 100) + time[2]);
        moving.Complete(MovingKey.DataTime, (time[3] * 100) + time[4]);
        time.Clear();
        product[GribSignature1.Century] = 0;
        if (product[GribSignature1.TimeRange] <= 5)
        {
            moving.Complete(MovingKey.P1, product[GribSignature1.P1]);
            moving.Complete(MovingKey.P2, product[GribSignature1.P2]);
            product.Slice(GribSignature1.P1, 2).Clear();
        }

        if (product[GribSignature1.LevelType] is 100 or 109 && !draft.TouchesLevel)
        {
            moving.Complete(MovingKey.Level, BinaryPrimitives.ReadUInt16BigEndian(product[GribSignature1.Level..]));
            product.Slice(GribSignature1.Level, 2).Clear();
        }

        if (GribSignature1.HasMember(product))
        {
            moving.Complete(MovingKey.Member, product[GribSignature1.MemberNumber]);
            product[GribSignature1.MemberNumber] = 0;
        }
    }

    private static bool IsTime(ReadOnlySpan<byte> time) =>
        time[2] is >= 1 and <= 12 && time[3] is >= 1 and <= 31 && time[4] < 24 && time[5] < 60 && time[6] < 60;
}
