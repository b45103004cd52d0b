using System.Globalization;
using System.Text.RegularExpressions;

namespace Pdp.LocalCluster.Http;

/// <summary>Kubernetes' order of versions: v2 over v1, stable over beta over alpha, then by name.</summary>
internal sealed partial class VersionOrder : IComparer<string>
{
    public static VersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y) =>
        Rank(x ?? "").CompareTo(Rank(y ?? "")) is not 0 and var order ? order : string.CompareOrdinal(y, x);

    private static (int Stage, int Major, int Minor) Rank(string version)
    {
        var match = Pattern().Match(version);
        if (!match.Success)
            return (0, 0, 0);
        var stage = match.Groups["stage"].Value switch { "" => 3, "beta" => 2, _ => 1 };
        return (stage, Number(match.Groups["major"].Value), Number(match.Groups["minor"].Value));
    }

    private static int Number(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("^v(?<major>[0-9]+)((?<stage>alpha|beta)(?<minor>[0-9]+))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
