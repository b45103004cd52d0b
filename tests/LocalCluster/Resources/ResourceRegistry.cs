namespace Pdp.LocalCluster.Resources;

/// <summary>What the API serves right now: the built-in resources and those of established definitions. Readers see one consistent
/// set; a change replaces it as a whole.</summary>
internal sealed class ResourceRegistry
{
    private readonly Lock _lock = new();
    private volatile ResourceSet _current = new(BuiltInResources.All);

    public ResourceSet Current => _current;

    /// <summary>Serves these versions of a definition instead of those it served before; none to stop.</summary>
    public void Serve(string resource, IReadOnlyList<ResourceDefinition> versions)
    {
        lock (_lock)
            _current = new ResourceSet([.. _current.All.Where(d => d.Custom is null || d.Resource != resource), .. versions]);
    }
}
