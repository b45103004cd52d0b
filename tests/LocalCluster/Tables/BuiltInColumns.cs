using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.Tables;

/// <summary>The columns of the built-in kinds.</summary>
internal static class BuiltInColumns
{
    private static readonly IReadOnlyList<TableColumn> Default = [Cells.Name, Cells.CreatedAt];

    private static readonly Dictionary<string, IReadOnlyList<TableColumn>> ByResource =
        new(CoreColumns.All.Concat(WorkloadColumns.All).Concat(OtherColumns.All), StringComparer.Ordinal);

    public static IReadOnlyList<TableColumn> Of(ResourceDefinition resource) => ByResource.GetValueOrDefault(resource.StoredAs, Default);
}
