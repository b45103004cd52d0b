namespace Pdp.ControlStub.Store.Sql;

/// <summary>A release as a row.</summary>
internal sealed record ReleaseRow
{
    /// <summary>The columns.</summary>
    public const string Columns =
        """
        organization Organization, project Project, component Component, name Name, number Number, hash Hash, source Source,
        digests Digests, author Author, created_at CreatedAt, document Document
        """;

    /// <summary>Writes a row of <see cref="Values"/>.</summary>
    public const string Insert =
        """
        insert into releases (organization, project, component, name, number, hash, source, digests, author, created_at, document)
        values (@Organization, @Project, @Component, @Name, @Number, @Hash, @Source, @digests, @Author, @at, @Document)
        on conflict do nothing
        """;

    public string Organization { get; init; } = "";

    public string Project { get; init; } = "";

    public string Component { get; init; } = "";

    public string Name { get; init; } = "";

    public long Number { get; init; }

    public string Hash { get; init; } = "";

    public string Source { get; init; } = "";

    public string Digests { get; init; } = "{}";

    public string Author { get; init; } = "";

    public long CreatedAt { get; init; }

    public string Document { get; init; } = "";

    /// <summary>The values of a record.</summary>
    public static object Values(ReleaseRecord release) => new
    {
        release.Key.Organization,
        release.Key.Project,
        release.Key.Component,
        release.Key.Name,
        release.Number,
        release.Hash,
        release.Source,
        digests = Stored.Json(release.Digests, StoredJson.Default.IReadOnlyDictionaryStringString),
        release.Author,
        at = Stored.Time(release.CreatedAt),
        release.Document,
    };

    public ReleaseRecord ToRecord() => new(
        new ReleaseKey(Organization, Project, Component, Name), Number, Hash, Document, Source,
        Stored.Json(Digests, StoredJson.Default.IReadOnlyDictionaryStringString)!, Author, Stored.Time(CreatedAt));
}
