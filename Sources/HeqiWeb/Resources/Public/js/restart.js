// Hands freshly inserted elements to their modules, as app.js does for a whole page.
export function restart(root) {
  for (const element of root.querySelectorAll('[data-module]')) {
    for (const name of element.dataset.module.split(' ')) import(`./${name}.js`).then(({ start }) => start(element));
  }
}
