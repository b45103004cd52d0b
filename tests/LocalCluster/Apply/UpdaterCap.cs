namespace Pdp.LocalCluster.Apply;

/// <summary>Keeps the number of updating managers in bounds: the first ones become one that is called ancient.</summary>
internal static class UpdaterCap
{
    public static void Apply(FieldManagers managers, int max, string apiVersion)
    {
        var updaters = managers.Ids.Where(id => !id.IsApplier).ToList();
        if (updaters.Count <= max)
            return;
        var ancient = FieldManagerId.Updater("ancient-changes", apiVersion, "");
        foreach (var id in updaters.Where(id => id != ancient).OrderBy(managers.TimeOf).Take(updaters.Count - max + 1))
        {
            managers[ancient] = managers[ancient].Union(managers[id]);
            managers[id] = FieldSet.Empty;
        }
    }
}
