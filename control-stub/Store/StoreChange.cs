namespace Pdp.ControlStub.Store;

/// <summary>Something that changed. Says what to read again, not what it has become.</summary>
internal abstract record StoreChange
{
    private StoreChange()
    {
    }

    /// <summary>Intents of a plane were put or removed.</summary>
    /// <param name="Plane">The plane.</param>
    /// <param name="Ids">The intents.</param>
    internal sealed record IntentsChanged(string Plane, IReadOnlyList<string> Ids) : StoreChange;

    /// <summary>A plane was deleted, or its certificates were revoked: sessions opened with one of them must end.</summary>
    /// <param name="Plane">The plane.</param>
    /// <param name="Last">The newest of these certificates, by its number.</param>
    internal sealed record AccessRevoked(string Plane, long Last = long.MaxValue) : StoreChange;

    /// <summary>A session took the seat of its plane; every one that sat there before was replaced.</summary>
    /// <param name="Plane">The plane.</param>
    /// <param name="Number">The number of the seat, see <see cref="ISessionStore.SeatAsync"/>.</param>
    internal sealed record SessionSeated(string Plane, long Number) : StoreChange;

    /// <summary>There are new events.</summary>
    /// <param name="Newest">The newest number.</param>
    internal sealed record EventsAppended(long Newest) : StoreChange;

    /// <summary>What agents are told to believe has changed.</summary>
    /// <param name="Version">The new version.</param>
    internal sealed record TrustChanged(long Version) : StoreChange;

    /// <summary>Something is asked of an agent by a process that does not hold its session.</summary>
    /// <param name="Plane">The plane.</param>
    /// <param name="Id">The question.</param>
    internal sealed record QuestionAsked(string Plane, string Id) : StoreChange;

    /// <summary>A question was answered.</summary>
    /// <param name="Id">The question.</param>
    internal sealed record QuestionAnswered(string Id) : StoreChange;

    /// <summary>Somebody says that a secret of the customer's has another version. Kept nowhere: whoever misses it loses a hint.</summary>
    /// <param name="Plane">The plane.</param>
    /// <param name="Store">The customer's store.</param>
    /// <param name="Secret">The secret's name there.</param>
    internal sealed record SecretHinted(string Plane, string Store, string Secret) : StoreChange;

    /// <summary>Changes may have been missed: anything may have changed.</summary>
    internal sealed record Interrupted : StoreChange;
}
