namespace Windrow.Fields.Grids;

/// <summary>Puts points into the order of an implicit k-d tree: in each range the median of one axis in the middle, lesser ones in front of it.</summary>
internal static class PointTreeOrder
{
    /// <param name="axes">The coordinates.</param>
    /// <param name="points">Numbers that go along with them.</param>
    /// <param name="leaf">Ranges of so many points stay as they are.</param>
    public static void Arrange(double[][] axes, int[] points, int leaf) => Arrange(axes, points, 0, points.Length, 0, leaf);

    private static void Arrange(double[][] axes, int[] points, int from, int to, int axis, int leaf)
    {
        while (to - from > leaf)
        {
            var middle = (from + to) / 2;
            Select(axes, points, from, to - 1, middle, axis);
            axis = axis == 2 ? 0 : axis + 1;
            Arrange(axes, points, from, middle, axis, leaf);
            from = middle + 1;
        }
    }

    // Hoare's selection, the pivot from the middle of three, so that sorted input is no worst case.
    private static void Select(double[][] axes, int[] points, int low, int high, int wanted, int axis)
    {
        var values = axes[axis];
        while (low < high)
        {
            var (a, b, c) = (values[low], values[low + ((high - low) / 2)], values[high]);
            var pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (values[i] < pivot)
                    i++;
                while (values[j] > pivot)
                    j--;
                if (i <= j)
                    Swap(axes, points, i++, j--);
            }

            if (wanted <= j)
                high = j;
            else if (wanted >= i)
                low = i;
            else
                return;
        }
    }

    private static void Swap(double[][] axes, int[] points, int i, int j)
    {
        foreach (var axis in axes)
            (axis[i], axis[j]) = (axis[j], axis[i]);
        (points[i], points[j]) = (points[j], points[i]);
    }
}
