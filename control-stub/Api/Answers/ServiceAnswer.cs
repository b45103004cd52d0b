using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>A service of the catalogue: a major version of an endpoint, shown as its newest healthy minor version has it.</summary>
internal sealed record ServiceAnswer
{
    /// <summary><c>component - endpoint</c>.</summary>
    public required string Name { get; init; }

    public required string Organization { get; init; }

    public required string Project { get; init; }

    public required string Environment { get; init; }

    public required string Component { get; init; }

    public required string Endpoint { get; init; }

    /// <summary>The plane it runs on.</summary>
    public required string Plane { get; init; }

    /// <summary>Such as <c>v1</c>; absent where the component has no version.</summary>
    public string? Major { get; init; }

    /// <summary>The newest healthy version, such as <c>v1.3</c>; the newest of all where none is healthy.</summary>
    public string? Version { get; init; }

    /// <summary>Whether that version can be called now.</summary>
    public required bool Healthy { get; init; }

    public required EndpointProtocol Protocol { get; init; }

    public required IReadOnlyList<EndpointVisibility> Visibility { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Its address inside the data plane.</summary>
    public string? Url { get; init; }

    /// <summary>Where callers reach it, by who they are.</summary>
    public EndpointUrls? Urls { get; init; }

    public string? BasePath { get; init; }

    /// <summary>In which language the API is described; absent where nobody does.</summary>
    public EndpointSchemaType? SchemaType { get; init; }

    /// <summary>What the API looks like; not in lists.</summary>
    public EndpointSchema? Schema { get; init; }

    /// <summary>Every version there is, newest first.</summary>
    public required IReadOnlyList<ServiceVersionAnswer> Versions { get; init; }

    /// <summary>A group of minor versions, newest first.</summary>
    public static ServiceAnswer Of(IReadOnlyList<ServiceView> views, bool whole)
    {
        var shown = views.FirstOrDefault(v => v.IsHealthy) ?? views[0];
        var (service, endpoint) = (shown.Service, shown.Endpoint);
        return new ServiceAnswer
        {
            Name = service.Name,
            Organization = service.Organization,
            Project = service.Project,
            Environment = service.Environment,
            Component = service.Component,
            Endpoint = service.Endpoint,
            Plane = service.Plane,
            Major = service.Version is null ? null : service.Track.Major,
            Version = service.Version,
            Healthy = shown.IsHealthy,
            Protocol = service.Protocol,
            Visibility = service.Visibility,
            Labels = service.Labels,
            Url = endpoint?.Url,
            Urls = endpoint?.Urls,
            BasePath = endpoint?.BasePath,
            SchemaType = service.Schema?.Type,
            Schema = whole ? service.Schema : null,
            Versions = [.. views.Select(v => new ServiceVersionAnswer(v.Service.Version, v.Service.Id, v.Status?.Phase, v.Status?.RunningRelease))],
        };
    }
}

/// <summary>A version of a service.</summary>
internal sealed record ServiceVersionAnswer(string? Version, string Intent, IntentPhase? Phase, string? Release);

/// <summary>A page of services.</summary>
internal sealed record ServiceListAnswer(IReadOnlyList<ServiceAnswer> Items, string? Next);
