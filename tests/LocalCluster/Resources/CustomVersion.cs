using System.Text.Json.Nodes;
using Pdp.LocalCluster.CustomResources;

namespace Pdp.LocalCluster.Resources;

/// <summary>What a custom resource's definition says of one version.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="IsStored">Objects are stored in this version.</param>
/// <param name="Columns">Its printer columns.</param>
/// <param name="Deprecation">The warning clients get; null where the version is not deprecated.</param>
internal sealed record CustomVersion(StructuralSchema Schema, bool IsStored, JsonArray Columns, string? Deprecation);
