using Pdp.ControlStub.Catalogue;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>A service as a row, with the status of its intent.</summary>
internal sealed record ServiceRow
{
    /// <summary>The columns, of the services v and the statuses s.</summary>
    public const string Columns =
        """
        v.plane Plane, v.id Id, v.endpoint Endpoint, v.place Place, v.organization Organization, v.project Project, v.environment Environment,
        v.component Component, v.document Document, s.document Status
        """;

    /// <summary>Writes a row of <see cref="Values"/>.</summary>
    public const string Insert =
        """
        insert into services (plane, id, endpoint, place, organization, project, environment, component, major, minor, protocol, visibility,
            updated_at, document)
        values (@Plane, @Id, @Endpoint, @Place, @Organization, @Project, @Environment, @Component, @Major, @Minor, @protocol, @visibility, @at, @document)
        """;

    public string Plane { get; init; } = "";

    public string Id { get; init; } = "";

    public string Endpoint { get; init; } = "";

    public string Place { get; init; } = "";

    public string Organization { get; init; } = "";

    public string Project { get; init; } = "";

    public string Environment { get; init; } = "";

    public string Component { get; init; } = "";

    public string Document { get; init; } = "";

    public string? Status { get; init; }

    /// <summary>How a visibility is looked for.</summary>
    public static string Mark(EndpointVisibility visibility) => $",{visibility},";

    /// <summary>The values of a record.</summary>
    public static object Values(ServiceRecord service, long at) => new
    {
        service.Plane,
        service.Id,
        service.Endpoint,
        service.Place,
        service.Organization,
        service.Project,
        service.Environment,
        service.Component,
        service.Track.Major,
        service.Track.Minor,
        protocol = service.Protocol.ToString(),
        visibility = string.Concat(service.Visibility.Select(Mark)),
        at,
        document = Stored.Json(new ServiceDocument(service.Version, service.Protocol, service.Visibility, service.Labels, service.Schema), StoredJson.Default.ServiceDocument),
    };

    public ServiceView ToView()
    {
        var document = Stored.Json(Document, StoredJson.Default.ServiceDocument)!;
        return new ServiceView(
            new ServiceRecord(
                Plane, Id, Endpoint, Organization, Project, Environment, Component, document.Version, document.Protocol, document.Visibility, document.Labels,
                document.Schema),
            Stored.Json(Status, IntentJson.Default.IntentStatus));
    }
}

/// <summary>What a service says besides its names.</summary>
internal sealed record ServiceDocument(
    string? Version, EndpointProtocol Protocol, IReadOnlyList<EndpointVisibility> Visibility, IReadOnlyDictionary<string, string> Labels, EndpointSchema? Schema);
