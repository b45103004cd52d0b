using Pdp.ControlStub.Catalogue;
using Pdp.ControlStub.Operators;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Store;

/// <summary>
/// Services that planes report. Kept up by <see cref="IIntentStore.SaveStatusesAsync"/> as statuses come, so that a search reads indexes and no
/// documents.
/// </summary>
internal interface ICatalogueStore
{
    /// <summary>Services in the order of their places, grouped by major version: a page of such groups, each with all its minor versions.</summary>
    Task<Page<IReadOnlyList<ServiceView>>> ListAsync(ServiceFilter filter, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Takes up what runs and is not in the catalogue yet, as after an update or a restored backup.</summary>
    /// <returns>How many were taken up.</returns>
    Task<int> CatchUpAsync(CancellationToken cancellationToken);
}

/// <summary>Which services; null means any.</summary>
/// <param name="Organization">Of this organization.</param>
/// <param name="Project">Of this project.</param>
/// <param name="Environment">In this environment.</param>
/// <param name="Component">Of this component.</param>
/// <param name="Endpoint">This endpoint.</param>
/// <param name="Major">Of this major version.</param>
/// <param name="Protocol">That speaks this.</param>
/// <param name="Visibility">That these may call.</param>
/// <param name="Words">With all of these words, or words that begin so.</param>
/// <param name="Field">In this field of <see cref="ServiceWords"/>.</param>
/// <param name="Within">Of these projects.</param>
internal sealed record ServiceFilter(
    string? Organization = null,
    string? Project = null,
    string? Environment = null,
    string? Component = null,
    string? Endpoint = null,
    string? Major = null,
    EndpointProtocol? Protocol = null,
    EndpointVisibility? Visibility = null,
    IReadOnlyList<string>? Words = null,
    string? Field = null,
    IReadOnlyList<Scope>? Within = null);

/// <summary>A service and what its plane says of it.</summary>
/// <param name="Service">The service.</param>
/// <param name="Status">The newest status of its intent.</param>
internal sealed record ServiceView(ServiceRecord Service, IntentStatus? Status)
{
    /// <summary>What the plane says of the endpoint; null when it does not.</summary>
    public EndpointStatus? Endpoint => Status?.Endpoints.FirstOrDefault(e => e.Name == Service.Endpoint);

    /// <summary>
    /// Whether it can be called now, by what the agent leads a major version by: a newer generation that is being rolled out takes nothing from the one that
    /// runs.
    /// </summary>
    public bool IsHealthy => Status is { Phase: not (IntentPhase.Suspended or IntentPhase.Undeployed or IntentPhase.Removing) } status
        && (status.Phase is IntentPhase.Healthy or IntentPhase.RolledBack || status.Conditions.Any(c => c is { Type: "Healthy", Status: "True" }));
}
