using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Windrow.Cli.Demos;

/// <summary>
/// The raw frames of a scanner that drives over a field of plants in rows: counts as they come from the camera, and beside them a header that says where on
/// Earth they lie (ENVI, which GDAL reads).
/// </summary>
internal static class SensorFrames
{
    /// <summary>Datasets that a scan of the field has.</summary>
    public const int Datasets = Columns * Rows;

    private const int Columns = 6;
    private const int Rows = 4;

    // The south-west corner of the field in UTM zone 12, metres: Maricopa, Arizona.
    private const double East = 409_000;
    private const double North = 3_659_950;

    private const double Advance = 0.9; // of a frame, so that neighbours overlap

    /// <summary>Writes the frames of one day of a stereo camera and of an infrared one.</summary>
    /// <param name="write">Takes the name of a file below the directory of the raw data, and its content.</param>
    public static void WriteDay(string date, Action<string, ReadOnlySpan<byte>> write)
    {
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var time = new TimeOnly(10, 0).Add(TimeSpan.FromSeconds((row * Columns) + column));
                var dataset = string.Create(CultureInfo.InvariantCulture, $"{date}__{time:HH-mm-ss}-000");
                Write(new Frame(256, 192, 0.05, 1), $"stereoTop/{date}/{dataset}/left", column, row, 0, write);
                Write(new Frame(256, 192, 0.05, 1), $"stereoTop/{date}/{dataset}/right", column, row, 0.12, write);
                Write(new Frame(64, 48, 0.2, 2), $"flirIrCamera/{date}/{dataset}/ir", column, row, 0, write);
            }
        }
    }

    private static void Write(Frame frame, string name, int column, int row, double shift, Action<string, ReadOnlySpan<byte>> write)
    {
        var west = East + (column * frame.Width * frame.Pixel * Advance) + shift;
        var north = North + ((Rows - row) * frame.Height * frame.Pixel * Advance);
        var counts = new byte[frame.Width * frame.Height * frame.BytesPerPixel];
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++)
            {
                var plants = Plants(west + ((x + 0.5) * frame.Pixel), north - ((y + 0.5) * frame.Pixel));
                var at = (y * frame.Width) + x;
                if (frame.BytesPerPixel == 1)
                    counts[at] = (byte)(60 + (150 * plants));
                else
                    BinaryPrimitives.WriteUInt16LittleEndian(counts.AsSpan(2 * at), (ushort)(29_500 - (3_300 * plants))); // soil 40 °C, leaves 30 °C
            }
        }

        // The header first: a frame is complete when it is there.
        write($"{name}.hdr", Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"ENVI\nsamples = {frame.Width}\nlines = {frame.Height}\nbands = 1\nheader offset = 0\nfile type = ENVI Standard\ndata type = {(frame.BytesPerPixel == 1 ? 1 : 12)}\ninterleave = bsq\nbyte order = 0\nmap info = {{UTM, 1, 1, {west:F3}, {north:F3}, {frame.Pixel}, {frame.Pixel}, 12, North, WGS-84}}\n")));
        write($"{name}.bin", counts);
    }

    // How much of a place is covered by leaves, 0 to 1: rows that run to the north, plots with gaps between, and plants of different sizes.
    private static double Plants(double east, double north)
    {
        var (x, y) = (east - East, north - North);
        var row = 0.5 + (0.5 * Math.Cos(2 * Math.PI * x / 0.76));
        var plot = y % 4.6 < 0.6 ? 0 : 1;
        var size = 0.55 + (0.25 * Math.Sin((x * 0.31) + (y * 0.17))) + (0.2 * Math.Sin((x * 1.7) - (y * 2.3)));
        return Math.Clamp(row * plot * size, 0, 1);
    }

    private readonly record struct Frame(int Width, int Height, double Pixel, int BytesPerPixel);
}
