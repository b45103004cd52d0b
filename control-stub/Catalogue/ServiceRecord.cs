using System.Globalization;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Catalogue;

/// <summary>An endpoint of a component that runs, as the catalogue keeps it.</summary>
/// <param name="Plane">Where it runs.</param>
/// <param name="Id">The intent it is of.</param>
/// <param name="Endpoint">Its name.</param>
/// <param name="Organization">The organization.</param>
/// <param name="Project">The project.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Component">The component.</param>
/// <param name="Version">The component's track; null where it has none.</param>
/// <param name="Protocol">What is spoken there.</param>
/// <param name="Visibility">Who may call.</param>
/// <param name="Labels">What is written on the component.</param>
/// <param name="Schema">What the API looks like; null when nobody says.</param>
internal sealed record ServiceRecord(
    string Plane,
    string Id,
    string Endpoint,
    string Organization,
    string Project,
    string Environment,
    string Component,
    string? Version,
    EndpointProtocol Protocol,
    IReadOnlyList<EndpointVisibility> Visibility,
    IReadOnlyDictionary<string, string> Labels,
    EndpointSchema? Schema)
{
    /// <summary>What people call it.</summary>
    public string Name => $"{Component} - {Endpoint}";

    /// <summary>Its major and minor version.</summary>
    public ServiceVersion Track => ServiceVersion.Of(Version);

    /// <summary>Where its major version stands in lists.</summary>
    public string Place => string.Join('/', Organization, Project, Environment, Component, Endpoint, Track.Major, Plane);

    /// <summary>The endpoints of an intent that runs.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="intent">The intent that runs there.</param>
    public static IEnumerable<ServiceRecord> Of(string plane, TypedIntent intent)
    {
        if (intent.Spec is not ComponentSpec spec || intent.Metadata is not { Component: { } component } metadata)
            return [];
        return spec.Endpoints.Select(e => new ServiceRecord(
            plane, metadata.Id, e.Key, metadata.Organization, metadata.Project, metadata.Environment, component, metadata.Track, e.Value.Protocol,
            e.Value.Visibility.Count > 0 ? e.Value.Visibility : [EndpointVisibility.Project], metadata.Labels, e.Value.Schema));
    }
}

/// <summary>A version such as <c>v1.2</c> or <c>v1.2.3</c>.</summary>
/// <param name="Major">Such as <c>v1</c>; <c>-</c> for what has none.</param>
/// <param name="Minor">Rises from one version to the next within a major one; 0 for what has none.</param>
internal sealed record ServiceVersion(string Major, long Minor)
{
    /// <summary>Above every part of a version, see the schema of tracks.</summary>
    private const long Parts = 1_000_000;

    /// <summary>The version of a track; what is not of that form is a major version of its own.</summary>
    public static ServiceVersion Of(string? track)
    {
        if (string.IsNullOrEmpty(track))
            return new ServiceVersion("-", 0);
        var parts = track.Split('.');
        var numbers = parts[1..].Select(p => long.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Parts ? number : -1).ToList();
        return numbers.Count > 2 || numbers.Contains(-1)
            ? new ServiceVersion(track, 0)
            : new ServiceVersion(parts[0], (numbers.ElementAtOrDefault(0) * Parts) + numbers.ElementAtOrDefault(1));
    }
}
