using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Windrow.Fields.Tests.Cubes;

/// <summary>What others find in a data set.</summary>
internal sealed class CubeReading
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> HasXarray = new(static () => File.Exists(Python) && Run("-c", "import xarray, netCDF4, zarr").Code == 0);

    private readonly JsonNode _found;

    private CubeReading(JsonNode found) => _found = found;

    public string[] Variables => [.. _found["variables"]!.AsObject().Select(static variable => variable.Key)];

    public static CubeReading Of(string kind, string path, [System.Runtime.CompilerServices.CallerFilePath] string file = "")
    {
        Assert.SkipUnless(HasXarray.Value, "there is no xarray (Debian: apt-get install python3-xarray python3-netcdf4 python3-zarr)");
        var (code, output) = Run("-B", Path.Combine(Path.GetDirectoryName(file)!, "read_cube.py"), kind, path);
        code.ShouldBe(0, output);
        return new CubeReading(JsonNode.Parse(output)!);
    }

    public string Attribute(string name) => (string?)_found["attributes"]![name] ?? "-";

    public string Attribute(string variable, string name) => (string?)Of(variable)["attributes"]![name] ?? "-";

    public string Dimensions(string variable) => string.Join(',', Of(variable)["dimensions"]!.AsArray().Select(static name => (string)name!));

    public int[] Shape(string variable) => [.. Of(variable)["shape"]!.AsArray().Select(static length => (int)length!)];

    public string Type(string variable) => (string)Of(variable)["type"]!;

    /// <summary>NaN where a value is missing.</summary>
    public double[] Values(string variable) => [.. Of(variable)["values"]!.AsArray().Select(static value => value is null ? double.NaN : (double)value)];

    public string[] Texts(string variable) => [.. Of(variable)["values"]!.AsArray().Select(static value => value!.ToString())];

    private JsonNode Of(string variable) => _found["variables"]![variable] ?? throw new InvalidOperationException($"there is no variable '{variable}' among {string.Join(", ", Variables)}");

    public static (int Code, string Output) Run(params string[] arguments) => RunProgram(Python, arguments);

    public static (int Code, string Output) RunProgram(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : error.Result);
    }
}
