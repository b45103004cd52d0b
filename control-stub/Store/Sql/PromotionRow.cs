namespace Pdp.ControlStub.Store.Sql;

/// <summary>A promotion as a row.</summary>
internal sealed record PromotionRow
{
    /// <summary>The columns.</summary>
    public const string Columns =
        """
        organization Organization, project Project, number Number, component Component, environment Environment, origin Origin, release Release,
        state State, needed Needed, role Role, forced Forced, author Author, reason Reason, requested_at RequestedAt, decided_at DecidedAt, version Version, votes Votes
        """;

    /// <summary>Writes a row of <see cref="Values"/>.</summary>
    public const string Insert =
        """
        insert into promotions (organization, project, number, component, environment, origin, release, state, needed, role, forced, author, reason,
            requested_at, decided_at, version, votes)
        values (@Organization, @Project, @Number, @Component, @Environment, @From, @Release, @state, @Needed, @Role, @Forced, @Author, @Reason,
            @requested, @decided, @Version, @votes)
        """;

    public string Organization { get; init; } = "";

    public string Project { get; init; } = "";

    public long Number { get; init; }

    public string Component { get; init; } = "";

    public string Environment { get; init; } = "";

    public string Origin { get; init; } = "";

    public string Release { get; init; } = "";

    public string State { get; init; } = "";

    public int Needed { get; init; }

    public string Role { get; init; } = "";

    public bool Forced { get; init; }

    public string Author { get; init; } = "";

    public string? Reason { get; init; }

    public long RequestedAt { get; init; }

    public long? DecidedAt { get; init; }

    public long Version { get; init; }

    public string Votes { get; init; } = "[]";

    /// <summary>The values of a record.</summary>
    public static object Values(PromotionRecord promotion) => new
    {
        promotion.Target.Organization,
        promotion.Target.Project,
        promotion.Number,
        promotion.Target.Component,
        promotion.Target.Environment,
        promotion.From,
        promotion.Release,
        state = promotion.State.ToString(),
        promotion.Needed,
        promotion.Role,
        promotion.Forced,
        promotion.Author,
        promotion.Reason,
        requested = Stored.Time(promotion.RequestedAt),
        decided = promotion.DecidedAt is { } decided ? Stored.Time(decided) : (long?)null,
        promotion.Version,
        votes = Stored.Json(promotion.Votes, StoredJson.Default.IReadOnlyListVoteRecord),
    };

    public PromotionRecord ToRecord() => new(
        new BindingKey(Organization, Project, Component, Environment), Number, Origin, Release, Stored.Name<PromotionState>(State), Needed, Role, Forced, Author,
        Reason, Stored.Time(RequestedAt), Stored.Time(DecidedAt), Stored.Json(Votes, StoredJson.Default.IReadOnlyListVoteRecord)!, Version);
}
