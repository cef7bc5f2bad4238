using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Models;

/// <summary>Wrong words on the command line of <c>windrow fields</c>.</summary>
public sealed class FieldsUsageTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("hammer --clients abc", "--clients is 'abc'; write a number from 1 to ")]
    [InlineData("hammer --clients 0", "--clients is '0'; write a number from 1 to ")]
    [InlineData("hammer --steps 99999999999", "--steps is '99999999999'; write a number from 1 to ")]
    [InlineData("hammer --credit -5", "--credit is '-5'; write a number from 1 to ")]
    [InlineData("hammer --clients 9 --points 8", "give each client at least one point")]
    [InlineData("probe plan.yaml --within NaN", "--within is 'NaN'; write a number from 0.001 to 3600")]
    [InlineData("serve plan.yaml --port 65536", "--port is '65536'; write a number from 1 to 65535")]
    [InlineData("feed a.grib --step-range 24-0", "--step-range is '24-0'; write two numbers of hours, the smaller first")]
    public async Task Numbers_that_cannot_be_are_refused_with_those_that_can(string arguments, string told) =>
        (await WindrowProcess.Run(_scratch.Path, ["fields", .. arguments.Split(' ')])).ShouldEndWith(2).Error.ShouldContain(told);
}
