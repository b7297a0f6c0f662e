namespace ImOrleans.Grains.Hosting;

/// <summary>A page of a grain's state.</summary>
internal interface IStatePage
{
    bool HasNext { get; set; }
}
