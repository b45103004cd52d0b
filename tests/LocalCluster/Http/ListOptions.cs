using System.Globalization;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Selectors;

namespace Pdp.LocalCluster.Http;

/// <summary>What of a resource is to be listed or watched, and from when.</summary>
internal sealed record ListOptions(LabelSelector Labels, FieldSelector Fields)
{
    private static readonly string[] Always = ["metadata.name", "metadata.namespace"];

    public long Limit { get; private init; }

    public string? Continue { get; private init; }

    /// <summary>Null where the client named none.</summary>
    public long? Version { get; private init; }

    public string? VersionMatch { get; private init; }

    public bool IsWatch { get; private init; }

    public bool SendInitialEvents { get; private init; }

    public bool Bookmarks { get; private init; }

    public TimeSpan? Timeout { get; private init; }

    public bool IsEverything => Labels.IsEverything && Fields.IsEverything;

    /// <exception cref="ApiException">A parameter that cannot be read or does not go with the others.</exception>
    public static ListOptions Parse(ApiRequest request)
    {
        try
        {
            var labels = LabelSelector.Parse(request.Query("labelSelector"));
            var fields = FieldSelector.Parse(request.Query("fieldSelector"), [.. Always, .. request.Resource.SelectableFields]);
            var options = new ListOptions(labels, fields)
            {
                Limit = Math.Max(0, request.Number("limit") ?? 0),
                Continue = request.Query("continue") is { Length: > 0 } token ? token : null,
                Version = ParseVersion(request.Query("resourceVersion")),
                VersionMatch = request.Query("resourceVersionMatch") is { Length: > 0 } match ? match : null,
                IsWatch = request.Flag("watch"),
                SendInitialEvents = request.Flag("sendInitialEvents"),
                Bookmarks = request.Flag("allowWatchBookmarks"),
                Timeout = request.Number("timeoutSeconds") is { } seconds and > 0
                    ? TimeSpan.FromSeconds(Math.Min(seconds, 24 * 3600))
                    : null,
            };
            options.Check();
            return options;
        }
        catch (FormatException e)
        {
            throw ApiErrors.BadRequest(e.Message);
        }
    }

    private void Check()
    {
        if (SendInitialEvents && (!IsWatch || VersionMatch != "NotOlderThan"))
            throw Refused(
                "sendInitialEvents", "sendInitialEvents is forbidden unless watch is set and resourceVersionMatch is NotOlderThan");
        if (VersionMatch is null || SendInitialEvents)
            return;
        if (VersionMatch is not ("Exact" or "NotOlderThan"))
            throw Refused("resourceVersionMatch", "supported values: \"Exact\", \"NotOlderThan\"");
        if (IsWatch)
            throw Refused("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        if (Version is null)
            throw Refused("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
    }

    private static ApiException Refused(string field, string rule) =>
        ApiErrors.Invalid("ListOptions.meta.k8s.io", "", field, "FieldValueForbidden", $"Forbidden: {rule}");

    private static long? ParseVersion(string? text)
    {
        if (text is null or "")
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw ApiErrors.Unclassified(
                $"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
    }
}
