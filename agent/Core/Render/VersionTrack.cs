using System.Globalization;

namespace Pdp.Core.Render;

/// <summary>Tracks such as <c>v1</c>, <c>v1.2</c> or <c>v1.2.3</c>: API versions that live side by side.</summary>
public static class VersionTrack
{
    /// <summary>The major version of a track, such as <c>v1</c>.</summary>
    public static string MajorOf(string track) => track.Split('.')[0];

    /// <summary>Which of two tracks is newer, part by part; a part that is missing counts as 0.</summary>
    /// <returns>Below 0, 0 or above 0, as <see cref="IComparable"/> does.</returns>
    public static int Compare(string left, string right)
    {
        var (l, r) = (Parts(left), Parts(right));
        for (var i = 0; i < Math.Max(l.Length, r.Length); i++)
        {
            if (l.ElementAtOrDefault(i).CompareTo(r.ElementAtOrDefault(i)) is var order and not 0)
                return order;
        }

        return 0;
    }

    private static long[] Parts(string track) =>
        [.. track.TrimStart('v').Split('.').Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
}
