using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Transport;

namespace Pdp.Kubernetes.Verbs;

/// <summary>Tells from an answer what an apply did. The API itself says no more than "created" or "OK".</summary>
internal static class ApplyOutcome
{
    private const int HttpCreated = 201;

    /// <summary>After a real apply.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="knownVersion">The version the object was known by; empty when none.</param>
    /// <param name="after">The object in the answer.</param>
    /// <param name="options">As applied.</param>
    public static ApplyAction Of(ApiResponse response, string knownVersion, JsonObject after, ApplyOptions options)
    {
        if (response.Code == HttpCreated) return ApplyAction.Created;
        // The server writes nothing when an apply changes nothing, so the version stays.
        if (knownVersion.Length > 0 && after.ResourceVersion == knownVersion) return ApplyAction.Unchanged;
        // Somebody else may have written since that version, a controller its status. Our own entry shows when we last changed something.
        return LastChange(after, options) < Began(response) ? ApplyAction.Unchanged : ApplyAction.Configured;
    }

    /// <summary>After a dry run, which writes nothing and so leaves the version as it was.</summary>
    public static ApplyAction OfDryRun(int code, JsonObject? before, JsonObject after)
    {
        if (code == HttpCreated || before is null) return ApplyAction.Created;
        return JsonNode.DeepEquals(Comparable(before), Comparable(after)) ? ApplyAction.Unchanged : ApplyAction.Configured;
    }

    // managedFields tell the time of an entry in whole seconds, by the clock of the server that also wrote the Date header.
    private static DateTimeOffset? LastChange(JsonObject after, ApplyOptions options) =>
        after.GetObjects("metadata", "managedFields")
            .Where(entry => entry.GetString("manager") == options.FieldManager && entry.GetString("operation") == "Apply")
            .Where(entry => (entry.GetString("subresource") ?? "") == (options.Subresource ?? ""))
            .Select(entry => Time(entry.GetString("time")))
            .FirstOrDefault();

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    // Both times are cut to the second, so the request began no earlier than this and no change of before is later.
    private static DateTimeOffset? Began(ApiResponse response) => response.Date - response.Took - TimeSpan.FromSeconds(1);

    private static JsonObject Comparable(JsonObject obj)
    {
        var copy = (JsonObject)obj.DeepClone();
        if (copy.GetObject("metadata") is not { } metadata) return copy;
        metadata.Remove("managedFields");
        metadata.Remove("resourceVersion");
        metadata.Remove("generation");
        return copy;
    }
}
