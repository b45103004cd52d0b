using System.Globalization;
using System.Runtime.InteropServices;

namespace Pdp.Core.Connections;

/// <summary>An API version as tracks name it: <c>v1</c>, <c>v1.2</c> or <c>v1.2.3</c>. Missing parts are 0.</summary>
/// <param name="Major">Major version, 0 or more.</param>
/// <param name="Minor">Minor version, 0 or more.</param>
/// <param name="Patch">Patch version, 0 or more.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TrackVersion(int Major, int Minor = 0, int Patch = 0) : IComparable<TrackVersion>
{
    /// <summary>The name of the major version, such as <c>v1</c>.</summary>
    public string MajorName => string.Create(CultureInfo.InvariantCulture, $"v{Major}");

    /// <summary>Whether a version as a document writes it asks for any minor version of a major one.</summary>
    public static bool IsMajor(string version) => !version.Contains('.', StringComparison.Ordinal);

    /// <summary>Reads a version.</summary>
    /// <returns>False for null and for what is no version.</returns>
    public static bool TryParse(string? text, out TrackVersion version)
    {
        version = default;
        if (text is not ['v', .. var digits]) return false;
        var parts = new int[3];
        var written = digits.Split('.');
        if (written.Length > parts.Length) return false;
        for (var i = 0; i < written.Length; i++)
        {
            if (!int.TryParse(written[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i])) return false;
        }

        version = new TrackVersion(parts[0], parts[1], parts[2]);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(TrackVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>Whether one comes before another.</summary>
    public static bool operator <(TrackVersion left, TrackVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether one comes before another or is the same.</summary>
    public static bool operator <=(TrackVersion left, TrackVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one comes after another.</summary>
    public static bool operator >(TrackVersion left, TrackVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether one comes after another or is the same.</summary>
    public static bool operator >=(TrackVersion left, TrackVersion right) => left.CompareTo(right) >= 0;
}
