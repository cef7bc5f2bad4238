using Windrow.Events.Clowder.Serving;

namespace Windrow.Events.Tests.Clowder.Serving;

public sealed class EventPatternTests
{
    [Theory]
    [InlineData("image/*", "image/png", true)]
    [InlineData("*/*", "image/png", true)]
    [InlineData("image.png", "image/png", true)]
    [InlineData("*.*", "file.added", true)]
    [InlineData("file.*", "file.added", true)]
    [InlineData("added.*", "added.dataset", true)]
    [InlineData("application/vnd_ms-excel", "application/vnd_ms-excel", true)]
    [InlineData("application/*", "application/vnd_ms-excel", true)]
    [InlineData("*", "image/png", false)]
    [InlineData("#", "image/png", false)]
    [InlineData("added", "added.file", false)]
    [InlineData("application/vnd.ms-excel", "application/vnd_ms-excel", false)]
    [InlineData("image/*", "text/plain", false)]
    [InlineData("", "text/plain", false)]
    public void Pattern_fits_as_in_clowder_1(string pattern, string operation, bool fits) => EventPattern.Fits(pattern, operation).ShouldBe(fits);

    [Fact]
    public void Points_of_a_type_are_no_parts() => EventPattern.OperationOf("application/vnd.ms-excel").ShouldBe("application/vnd_ms-excel");
}
