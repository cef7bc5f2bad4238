using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windrow.Fields.Generate;

/// <summary>
/// Values of generated fields on one regular grid. A field is a zonal mean, a daily cycle and three travelling waves,
/// each a product of a function of latitude and one of longitude, so that sines are only taken per row and column.
/// </summary>
internal sealed class Waves : IWeather
{
    // The daily cycle, and the sum of the waves.
    private const int Terms = 2;

    // Waves around the globe, and degrees that they travel eastward in an hour.
    private static readonly (int Number, double Speed, double Share)[] Travelling = [(3, 0.4, 0.5), (5, 0.6, 0.3), (8, 0.8, 0.2)];

    private readonly double[] _latitudes;
    private readonly double[] _longitudes;
    private readonly double[] _columns;
    private readonly double _start;
    private readonly long _seed;

    /// <param name="latitudes">Of the rows, in degrees.</param>
    /// <param name="longitudes">Of the columns, in degrees east.</param>
    /// <param name="start">The reference time, UTC.</param>
    /// <param name="seed">Shifts the waves.</param>
    public Waves(double[] latitudes, double[] longitudes, DateTime start, long seed)
    {
        _latitudes = latitudes;
        _longitudes = longitudes;
        _start = start.TimeOfDay.TotalHours;
        _seed = seed;
        _columns = new double[Terms * longitudes.Length];
    }

    public void Fill(GeneratedParam param, long level, long step, Span<double> values)
    {
        // What is accumulated never falls: its rate stays as it was at the reference time.
        SetColumns(param, _seed, level, _start + (param.IsAccumulated ? 0 : step));
        var height = param.IsOnLevels ? 1 - (Math.Clamp(level, 0, 1000) / 1000.0) : 0;
        var scale = param.IsAccumulated ? step : 1;
        var nx = _longitudes.Length;
        for (var row = 0; row < _latitudes.Length; row++)
        {
            var cosine = Math.Cos(double.DegreesToRadians(_latitudes[row]));
            var poleward = 1 - (cosine * cosine);
            var mean = param.Mean + (param.Lapse * height) - (param.Poles * poleward);

            // Waves are largest in the middle latitudes, the daily cycle at the equator and the ground.
            var amplitude = param.Waves * (0.3 + (2.8 * cosine * cosine * poleward));
            var diurnal = param.Diurnal * cosine * (1 - height);
            FillRow(values.Slice(row * nx, nx), _columns, mean, amplitude, diurnal, param.Least, param.Most, scale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillRow(Span<double> row, double[] columns, double mean, double amplitude, double diurnal, double least, double most, double scale)
    {
        ref var r = ref MemoryMarshal.GetReference(row);
        ref var day = ref MemoryMarshal.GetArrayDataReference(columns);
        ref var wave = ref Unsafe.Add(ref day, row.Length);
        var (means, amplitudes, diurnals) = (Vector.Create(mean), Vector.Create(amplitude), Vector.Create(diurnal));
        var (leasts, mosts, scales) = (Vector.Create(least), Vector.Create(most), Vector.Create(scale));
        nuint i = 0;
        for (; i + (nuint)Vector<double>.Count <= (nuint)row.Length; i += (nuint)Vector<double>.Count)
        {
            var value = means + (amplitudes * Vector.LoadUnsafe(ref wave, i)) + (diurnals * Vector.LoadUnsafe(ref day, i));
            (Vector.Min(Vector.Max(value, leasts), mosts) * scales).StoreUnsafe(ref r, i);
        }

        for (; i < (nuint)row.Length; i++)
            Unsafe.Add(ref r, i) = Math.Min(Math.Max(mean + (amplitude * Unsafe.Add(ref wave, i)) + (diurnal * Unsafe.Add(ref day, i)), least), most) * scale;
    }

    private void SetColumns(GeneratedParam param, long seed, long level, double hour)
    {
        var nx = _longitudes.Length;
        for (var i = 0; i < nx; i++)
        {
            var local = hour + (_longitudes[i] / 15);
            _columns[i] = Math.Cos(Math.Tau * (local - 15) / 24);
            var sum = 0.0;
            for (var k = 0; k < Travelling.Length; k++)
            {
                var (number, speed, share) = Travelling[k];
                sum += share * Math.Sin(double.DegreesToRadians(number * (_longitudes[i] - (speed * hour))) + Phase(param.ParamId, seed, level, k));
            }

            _columns[nx + i] = sum;
        }
    }

    /// <summary>A phase from 0 to two pi that has no order in its arguments.</summary>
    private static double Phase(long paramId, long seed, long level, int wave)
    {
        var mixed = new Core.Messages.MessageId((ulong)seed, (ulong)paramId).With((ulong)level).With((ulong)wave);
        return Math.Tau * (mixed.Low >> 11) / (1L << 53);
    }
}
