using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Plan;

/// <summary>Whose a live object is.</summary>
internal static class Claim
{
    private static readonly IReadOnlyList<string> PlaceLabels =
        [ManagedMetadata.OrganizationLabel, ManagedMetadata.ProjectLabel, ManagedMetadata.EnvironmentLabel];

    /// <summary>Why an intent may not apply an object; null when it may.</summary>
    /// <param name="wanted">What it would apply.</param>
    /// <param name="live">What is there.</param>
    /// <param name="intentId">The intent.</param>
    /// <param name="isInInventory">Whether the intent made it: a label that is missing then was taken off, and is put back.</param>
    public static string? Problem(DesiredObject wanted, JsonObject live, string intentId, bool isInInventory)
    {
        if (IsShared(wanted.Key))
            return PlaceProblem(wanted.Manifest, live, isInInventory);
        return ManifestObject.Label(live, ManagedMetadata.IntentLabel) switch
        {
            null when !isInInventory || !WasApplied(live) =>
                "is there already and was not made by the agent; delete it, or hand it over with the label "
                    + $"{ManagedMetadata.IntentLabel}={intentId}",
            { } owner when owner != intentId => $"belongs to the intent {owner}",
            _ => null,
        };
    }

    /// <summary>Whether an intent may delete a live object: it still carries the mark it was given.</summary>
    public static bool MayDelete(ObjectKey key, JsonObject live, string intentId) => IsShared(key)
        ? ManifestObject.Label(live, ManagedMetadata.ManagedByLabel) == ManagedMetadata.FieldManager
        : ManifestObject.Label(live, ManagedMetadata.IntentLabel) == intentId;

    /// <summary>Whether all intents of a place have it together.</summary>
    public static bool IsShared(ObjectKey key) => IsNamespace(key) || SharedPolicy.Is(key);

    /// <summary>Whether a key names a namespace.</summary>
    public static bool IsNamespace(ObjectKey key) => key is { Group: "", Kind: "Namespace" };

    // An inventory is a status, which others may write; what the agent itself has put on an object tells whether it really made it.
    private static bool WasApplied(JsonObject live) => AppliedHash.On(live) is not null || OwnedFields.Of(live).IsOwned;

    private static string? PlaceProblem(JsonObject wanted, JsonObject live, bool isInInventory)
    {
        if (!isInInventory && ManifestObject.Label(live, ManagedMetadata.ManagedByLabel) != ManagedMetadata.FieldManager)
            return "is there already and was not made by the agent";
        var isElsewhere = PlaceLabels.Any(label =>
            ManifestObject.Label(live, label) is { } there && there != ManifestObject.Label(wanted, label));
        return isElsewhere ? "is of another project or environment" : null;
    }
}
