using System.Text;
using Windrow.Core.PlugIns.Lines;

namespace Windrow.Core.Tests.PlugIns;

public class LineBufferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public void Lines_are_the_same_however_they_arrive(int most)
    {
        string[] expected = ["a", "", "bc\r", new('d', 100_000), "e"];
        Lines(string.Join('\n', expected), most, longest: 1_000_000).ShouldBe(expected);
    }

    [Fact]
    public void Line_feed_at_the_end_begins_no_line() => Lines("a\nb\n", 1, longest: 10).ShouldBe(["a", "b"]);

    [Fact]
    public void Line_that_is_too_long_is_told_once_and_empty() =>
        Lines($"a\n{new string('b', 300_000)}\nc\n", 1_000, longest: 100_000).ShouldBe(["a", "too long", "", "c"]);

    [Fact]
    public void Last_line_that_is_too_long_is_told() => Lines(new string('b', 300_000), 1_000, longest: 100_000).ShouldBe(["too long"]);

    private static List<string> Lines(string text, int most, int longest)
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var buffer = new LineBuffer(longest);
        var lines = new List<string>();
        int read;
        do
        {
            var room = buffer.Room().Span;
            read = stream.Read(room[..Math.Min(room.Length, most)]);
            buffer.Add(read);
            while (buffer.TryTake(isLast: read == 0, out var line))
                lines.Add(Encoding.UTF8.GetString(line.Span));
            if (buffer.SkipTooLong())
                lines.Add("too long");
        }
        while (read > 0);
        return lines;
    }
}
