import type { CatalogEndpoint, Identity } from '../../../../lab/identity.ts';
import { ListTitle } from '../../../design/List.tsx';
import styles from './IdentityPanel.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly identity: Identity;
  readonly changed: ReadonlySet<string>;
}

const ORDER = ['public', 'internal', 'admin'];
const byPlace = (a: CatalogEndpoint, b: CatalogEndpoint): number =>
  (a.region ?? '').localeCompare(b.region ?? '') || ORDER.indexOf(a.interface) - ORDER.indexOf(b.interface);

/** The services, and where each is found: a row for every region and interface. */
export function Catalogue({ identity, changed }: Props) {
  return (
    <div className={styles.catalogue}>
      <ListTitle>
        {texts.catalogue} <span className={styles.aside}>{texts.catalogueLead}</span>
      </ListTitle>
      {identity.services.length === 0 && <p className={styles.quiet}>{texts.none}</p>}
      {identity.services.map((service) => (
        <table key={service.id} className={styles.table}>
          <caption>
            <b>{service.name}</b> <span className={styles.quiet}>{service.type}</span>
            {!service.isEnabled && <span className={styles.off}> {texts.disabled}</span>}
            {changed.has(service.id) && <span className={styles.badge}>{texts.changed}</span>}
          </caption>
          <thead>
            <tr>
              <th scope="col">{texts.region}</th>
              <th scope="col">{texts.interface}</th>
              <th scope="col">{texts.url}</th>
            </tr>
          </thead>
          <tbody>
            {identity.endpoints.filter((endpoint) => endpoint.service === service.type).toSorted(byPlace).map((endpoint) => (
              <tr key={endpoint.id} className={changed.has(endpoint.id) ? styles.changed : undefined}>
                <td>{endpoint.region ?? texts.noRegion}</td>
                <td>
                  {endpoint.interface}
                  {!endpoint.isEnabled && <span className={styles.off}> {texts.disabled}</span>}
                </td>
                <td>
                  <code>{endpoint.url}</code>
                  {changed.has(endpoint.id) && <span className={styles.badge}>{texts.changed}</span>}
                </td>
              </tr>
            ))}
            {!identity.endpoints.some((endpoint) => endpoint.service === service.type) && (
              <tr>
                <td colSpan={3} className={styles.quiet}>{texts.noEndpoints}</td>
              </tr>
            )}
          </tbody>
        </table>
      ))}
    </div>
  );
}
