namespace Windrow.Fields.Generate.Storm;

/// <summary>
/// Fields that obey one pattern, that of <see cref="Fronts"/>: rain falls where the clouds of the fronts are and as snow where it is cold, the wind blows
/// around the lows, and a day is warm where no cloud is. Amounts are summed up in half-hours from the reference time.
/// Memory: 15 numbers for each point.
/// </summary>
internal sealed class StormWeather(double[] latitudes, double[] longitudes, DateTime start) : IWeather
{
    private const double HoursPerSlice = 0.5;
    private const double Gravity = 9.80665;
    private const double DensityOfAir = 1.2;

    private readonly int _columns = longitudes.Length;
    private readonly Climate _climate = Climate.Of(start);
    private readonly Ground _ground = new(latitudes, longitudes);
    private readonly Air[] _air = new Air[latitudes.Length * longitudes.Length];
    private readonly double[] _rain = new double[latitudes.Length * longitudes.Length];
    private readonly double[] _snow = new double[latitudes.Length * longitudes.Length];
    private readonly double[] _potential = new double[latitudes.Length * longitudes.Length];
    private readonly double[] _eastward = new double[latitudes.Length * longitudes.Length];
    private readonly double[] _northward = new double[latitudes.Length * longitudes.Length];
    private double _airHour = double.NaN;
    private double _amountHour;

    public void Fill(GeneratedParam param, long level, long step, Span<double> values)
    {
        SumUpTo(step);
        MoveTo(step);
        switch (param.ShortName)
        {
            case "tp":
                _rain.CopyTo(values);
                break;
            case "sf":
                _snow.CopyTo(values);
                break;
            case "10u" or "10v" or "u" or "v":
                BalanceWind(param.IsOnLevels ? level : null);
                (param.ShortName.EndsWith('u') ? _eastward : _northward).CopyTo(values);
                break;
            default:
                for (var point = 0; point < values.Length; point++)
                    values[point] = Value(param.ShortName, point, level, step);
                break;
        }
    }

    private void MoveTo(double hour)
    {
        if (_airHour == hour)
            return;
        _airHour = hour;
        for (var point = 0; point < _air.Length; point++)
            _air[point] = Fronts.At(latitudes[point / _columns], longitudes[point % _columns], hour);
    }

    private void SumUpTo(double hour)
    {
        for (; _amountHour < hour; _amountHour += HoursPerSlice)
        {
            var middle = _amountHour + (HoursPerSlice / 2);
            MoveTo(middle);
            for (var point = 0; point < _rain.Length; point++)
            {
                var amount = _air[point].Rain * HoursPerSlice * (1 + (_ground.Height[point] / 2500));
                _rain[point] += amount;
                _snow[point] += amount / (1 + Math.Exp((NearGround(point, middle) - 274.4) / 0.5));
            }
        }
    }

    private void BalanceWind(long? level)
    {
        for (var point = 0; point < _potential.Length; point++)
            _potential[point] = level is { } hectopascals ? Gravity * HeightOf(point, hectopascals) : PressureAt(point) / DensityOfAir;
        GradientWind.Fill(latitudes, longitudes, _potential, _air, level is null ? _ground.Land : null, _eastward, _northward);
    }

    private double Value(string shortName, int point, long level, double hour) => shortName switch
    {
        "2t" => NearGround(point, hour),
        "skt" => NearGround(point, hour) + (_ground.Land[point] * Sunshine(point, hour)),
        "2d" => Humidity.DewPoint(NearGround(point, hour), 55 + (43 * CloudAt(point))),
        "sst" => Math.Max(_climate.Temperature(latitudes[point / _columns], longitudes[point % _columns], 0), 271.35),
        "msl" => PressureAt(point),
        "sp" => PressureAt(point) * Math.Exp(-_ground.Height[point] / 8200),
        "tcc" => CloudAt(point),
        "t" => Aloft(point, level),
        "z" => Gravity * HeightOf(point, level),
        "r" => RelativeHumidity(point, level),
        "q" => Humidity.Specific(Aloft(point, level), RelativeHumidity(point, level), level),
        _ => throw new NotSupportedException(shortName),
    };

    private double NearGround(int point, double hour)
    {
        var air = _air[point];
        var land = _ground.Land[point];
        return _climate.Temperature(latitudes[point / _columns], longitudes[point % _columns], land) - (0.0062 * _ground.Height[point])
            + ((3.5 + (3 * land)) * air.Warm) - ((3.5 + (2.5 * land)) * air.Cold) + (land * Sunshine(point, hour));
    }

    /// <summary>The daily cycle: warmest at 14 h local time, weak below clouds.</summary>
    private double Sunshine(int point, double hour)
    {
        var local = start.TimeOfDay.TotalHours + hour + (longitudes[point % _columns] / 15);
        return 4.5 * Math.Cos(Math.Tau * (local - 14) / 24) * Math.Cos(double.DegreesToRadians(latitudes[point / _columns])) * (1 - (0.75 * CloudAt(point)));
    }

    private double CloudAt(int point)
    {
        var air = _air[point];
        var usual = 0.32 + (0.45 * Climate.Wave(latitudes[point / _columns], longitudes[point % _columns] - (0.4 * _airHour), 6, 7)) - (0.25 * air.Cold);
        return 1 - ((1 - Math.Clamp(usual, 0, 1)) * (1 - air.Cloud));
    }

    private double PressureAt(int point) => Climate.Pressure(latitudes[point / _columns], longitudes[point % _columns]) - _air[point].Fall;

    private double HeightOf(int point, double level)
    {
        var at1000 = 0.08 * (PressureAt(point) - 100_000);
        var at500 = Climate.Height500(latitudes[point / _columns], longitudes[point % _columns]) + _air[point].Trough;
        return at1000 + ((at500 - at1000) * Math.Log(1000 / level) / Math.Log(2));
    }

    private double Aloft(int point, double level)
    {
        var air = _air[point];
        return Climate.Temperature500(latitudes[point / _columns]) + (60 * Math.Log(level / 500)) + (air.Trough / 55)
            + (((4 * air.Warm) - (4.5 * air.Cold)) * Math.Clamp((level - 300) / 550, 0, 1));
    }

    private double RelativeHumidity(int point, double level)
    {
        var air = _air[point];
        var usual = 38 + (22 * Climate.Wave(latitudes[point / _columns], longitudes[point % _columns] - (0.4 * _airHour), 5, 6));
        return Math.Clamp(usual + (62 * air.Cloud) - (28 * air.Cold) + ((level - 700) / 40), 4, 100);
    }
}
