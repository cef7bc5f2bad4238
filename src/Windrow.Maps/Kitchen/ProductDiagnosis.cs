using Windrow.Maps.Orders;

namespace Windrow.Maps.Kitchen;

/// <summary>Why a product has no more maps than it has, in lines for people.</summary>
internal static class ProductDiagnosis
{
    public static IEnumerable<string> Of(ProductExplanation product, InputDiagnosis diagnosis)
    {
        foreach (var input in product.Undefined)
            yield return input.Name.Length == 0 ? $"a step has no input ({input.Location})" : $"'{input.Name}' is not defined ({input.Location})";
        if (product.Undefined.IsEmpty && product.Product.Inputs.IsEmpty)
            yield return "nothing but static files would be drawn";
        foreach (var input in product.Product.Inputs.Except(product.Undefined.Select(static input => input.Name)))
        {
            var gap = product.Gaps.FirstOrDefault(gap => gap.Input == input);
            var missing = gap is null ? diagnosis.NotComputed(input) : gap.Missing.ToHashSet();
            if (gap is null && missing.Count == 0)
                continue;
            yield return gap?.ToString() ?? $"'{input}' could be there more often";
            foreach (var line in diagnosis.Of(input, missing, 1))
                yield return line;
        }
    }
}
