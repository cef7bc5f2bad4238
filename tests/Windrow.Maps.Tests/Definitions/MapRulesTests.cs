using Windrow.Core.Configuration;
using Windrow.Maps.Definitions;

namespace Windrow.Maps.Tests.Definitions;

public class MapRulesTests
{
    [Fact]
    public void Rules_have_codes_of_their_own_in_order_and_full_texts()
    {
        var codes = MapRules.All.Select(static rule => rule.Code).ToList();

        codes.ShouldBe(codes.Order(StringComparer.Ordinal));
        codes.Concat(Rules.All.Select(static rule => rule.Code)).ShouldBeUnique();
        MapRules.All.ShouldAllBe(static rule => rule.Code.StartsWith("WR7") && rule.Code.Length == 6 && rule.Title.Length > 5 && rule.Explanation.EndsWith('.'));
    }
}
