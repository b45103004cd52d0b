using Pdp.Protocol.Intents;

namespace Pdp.Core.Connections;

/// <summary>The variables that tell a test where the new revision is: by endpoint where there are several.</summary>
internal static class PreviewVariables
{
    private const string Prefix = "PREVIEW_";

    /// <summary>Those for one endpoint, by property.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="isOnly">Whether the component has no other.</param>
    public static IReadOnlyDictionary<string, string> Of(string endpoint, bool isOnly)
    {
        var prefix = isOnly ? Prefix : $"{Prefix}{endpoint.ToUpperInvariant().Replace('-', '_')}_";
        return new Dictionary<string, string>
        {
            [ConnectionProperties.Url] = $"{prefix}URL",
            [ConnectionProperties.Address] = $"{prefix}ADDRESS",
        };
    }

    /// <summary>All of them.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> endpoints)
    {
        var all = endpoints.ToList();
        return all.SelectMany(endpoint => Of(endpoint, all.Count == 1).Values);
    }
}
